import { encodeValue } from '../../src/script/encode.ts';
import { write } from '../support/cli.ts';
import { type Canary, canaries } from './canaries.ts';

/** A secret as it stands in a script. */
export function quoted(canary: Canary): string {
  return encodeValue(canaries[canary], '  ');
}

/** The actors of the scripts: what they do with their secret is what careless actors do. */
const actors = `
export default ({ defineActor, p, HeroError }) => {
  const reveal = word => (word === undefined ? '' : word.reveal());
  const fail = (word, code) => {
    const cause = Object.assign(new Error('refused ' + word), { config: { auth: { word } }, list: [word] });
    const text = 'cannot log in with ' + word + ' (' + Buffer.from(word).toString('base64') + ')';
    throw code ? new HeroError('PLAY_FAILED', text, { hint: 'try ' + JSON.stringify(word), cause }) : new Error(text, { cause });
  };
  return defineActor('mail', {
    configure: { summary: 'Open.', params: { url: p.text().optional(), secret: p.secret().optional() }, open: true, run() {} },
    send: {
      summary: 'Sends.',
      effect: 'idempotent',
      params: { word: p.secret(), as: p.text().default('word'), count: p.int().default(1) },
      async run({ word: secret, as }, { say, output, session, progress, signal }) {
        const word = reveal(secret);
        const forms = [word, Buffer.from(word).toString('base64'), Buffer.from(word).toString('hex'),
          encodeURIComponent(word), JSON.stringify({ word })];
        if (as === 'said') for (const form of word.length > 3 ? forms : []) say('with ' + form);
        if (as === 'said') say(word);
        if (as === 'logged') await session.log('with ' + word);
        if (as === 'printed') for (const form of forms) for (const mark of form) output(mark, 'stdout');
        if (as === 'printed') output(forms.join('\\n') + word, 'stderr');
        if (as === 'progress') progress(1, 2, word);
        if (as === 'fetched') fail(word, true);
        if (as === 'thrown') fail(word, false);
        if (as === 'slow') {
          const hold = setInterval(() => {}, 1000);
          if (!signal.aborted) await new Promise(resolve => signal.addEventListener('abort', resolve));
          clearInterval(hold);
          fail(word, false);
        }
        return as === 'result' ? { word, sentence: word.length > 3 ? 'it is ' + word : word } : {};
      },
    },
    strict: { summary: 'Strict.', params: { word: p.secret().min(500) }, run() {} },
    plain: { summary: 'No secret.', params: { text: p.int() }, run() {} },
  });
};
`;

/** Everything that goes well. */
const whole = `
// an author's word
!!core.params_session_set token:${quoted('token')}
!!core.snippet snippetname:cred api_key:${quoted('snippet')}
!!session.env_set key:PASSWORD val:${quoted('envPassword')}
!!session.env_set key:TOKEN val:${quoted('template')}
!!play.include path:part.hero
!!play.ask name:pin question:'PIN?' secret:true
!!mail.configure name:a password:${quoted('password')} api_key:${quoted('apiKey')}
  url:'https://ada:${encodeURIComponent(canaries.userInfo)}@h.example/x'
!!mail.configure {cred}
!!mail.configure secret:${quoted('pem')}
!!mail.send word:${quoted('word')} as:said
!!mail.send word:${quoted('border')} as:printed
!!mail.send word:${quoted('long')} as:printed
!!mail.send as:printed word:${quoted('pem')}
!!mail.send word:${quoted('short')} as:result
!!mail.send word:${quoted('short')} as:said
!!mail.send word:${quoted('word')} as:logged
!!mail.send word:${quoted('word')} as:progress
!!mail.send word:${quoted('result')} as:result
!!mail.send word:'{given}' as:said
!!mail.send word:${quoted('thrown')} as:thrown play.on_error:continue
!!mail.send word:${quoted('thrown')} as:fetched play.retries:1 play.wait:0 play.on_error:continue
!!config.set key:mail.password value:${quoted('config')}
!!config.get key:mail.password
!!config.get key:mail.password into:harmless
!!mail.configure note:'{harmless} {pin} {TOKEN}'
!!play.echo content:'{pin} {TOKEN} {token} {PASSWORD} {harmless} {given}'
!!file.write path:out.txt content:'to {TOKEN}'
!!exec.run shell:sh cmd:'printf %s "$TOKEN"; printf %s "$TOKEN" | head -c 9; sleep 0.1; printf %s "$TOKEN" | tail -c +10; printf %s "$token" | base64; cat out.txt >&2' env:'TOKEN, token'
`;

/** What stands behind what goes well. */
export const endings = {
  done: '',
  thrown: `!!mail.send word:${quoted('thrown')} as:thrown`,
  fetched: `!!mail.send word:${quoted('thrown')} as:fetched`,
  slow: `!!mail.send word:${quoted('thrown')} as:slow play.timeout:0.2`,
  waiting: `!!mail.send word:${quoted('thrown')} as:slow`,
  arguments: "!!exec.run cmd:echo args:'{TOKEN}'",
  missing: "!!exec.run cmd:'./none' env:TOKEN",
  late: "!!mail.plain text:'{TOKEN}'",
  path: "!!file.write path:'no/{TOKEN}/x' content:a\n!!file.copy from:'{TOKEN}' to:b",
} as const;

/** What a look over a script refuses before anything is played. */
export const broken = {
  'a bad value': `!!mail.strict word:${quoted('tooShort')}`,
  'a bad value beside it': `!!mail.send word:${quoted('tooShort')} count:many`,
  'a bad value that is known to be secret': `!!mail.send word:${quoted('long')}\n!!mail.plain text:${quoted('long')}`,
  'an unknown param': `!!mail.send word:${quoted('misspelt')} colour:red`,
  'an unknown param with a short one': `!!mail.send word:${quoted('short')} colour:red`,
  'a secret-like unknown param': `!!mail.send api_key:${quoted('apiKey')} word:x`,
  'an unknown action': `!!mail.zend password:${quoted('misspelt')}`,
  'a syntax error on the line': `!!mail.send word:${quoted('misspelt')} count:'open`,
  'a syntax error in front': `!!mail.send count:'a'b word:${quoted('misspelt')}`,
  'a syntax error behind a name': `!!mail.zend x:'a'b password:${quoted('misspelt')}`,
  'a syntax error in a secret block': `!!mail.send word:'\n  ${canaries.pem.replaceAll('\n', '\n  ')}\n!!mail.send word:b\n`,
  'given twice': `!!mail.send word:${quoted('word')} word:${quoted('misspelt')} colour:red`,
  'a bad URL': `!!git.clone url:'https://ada:${encodeURIComponent(canaries.userInfo)}@h.example/x/y'`,
  'a raw password in a URL': `!!git.clone url:"https://ada:p@ss'Qx8@h.example/x/y"\n`,
  'an include of a broken script': '!!play.include path:broken-part.hero',
} as const;

/** Writes the scripts; gives the paths that hold secrets because the author wrote them there. */
export function plant(folder: string, home: string): string[] {
  const at = (name: string) => `${folder}/${name}`;
  const mine = [
    write(at('part.hero'), `!!mail.send word:${quoted('included')} as:said\n`),
    write(at('broken-part.hero'), `!!mail.send word:${quoted('included')} colour:red 'x'y\n`),
    write(at('answers.json'), JSON.stringify({ pin: canaries.answered, given: 'x' })),
    write(at('hero.config.mjs'), actors),
  ];
  for (const [name, ending] of Object.entries(endings))
    mine.push(write(at(`${name}.hero`), `${whole}${ending}\n`));
  for (const [name, text] of Object.entries(broken)) mine.push(write(at(`${name}.bad`), `${text}\n`));
  // What scripts say is written, and the configuration is where secrets are kept.
  return [...mine, at('out.txt'), `${home}/contexts/default/db/config/mail.password`];
}
