import { existsSync, writeFileSync } from 'node:fs';
import { defineActor, HeroError, newSession, p } from '../../src/index.ts';

/** Actors that retry, are ignored, or do what their params say. */
const server = defineActor('server', {
  greet: {
    summary: 'Never gets an answer.',
    params: { name: p.text() },
    retries: 2,
    wait: 0,
    onError: 'continue',
    run: ({ name }, actionContext) => {
      actionContext.output('knocking\n', 'stdout');
      throw new HeroError('PLAY_FAILED', `the server ${name} does not answer`, { hint: 'is it on?' });
    },
  },
  copy: {
    summary: 'Copies when the server is on.',
    params: { file: p.text() },
    run: ({ file }, actionContext) => {
      for (let page = 1; page <= 14; page++) actionContext.output(`page ${page}\n`, 'stdout');
      actionContext.output('no space\n', 'stderr');
      if (!existsSync(file)) throw new HeroError('PLAY_FAILED', `${file} is not there`, { hint: 'make it' });
      actionContext.progress(14, 14, 'pages');
      return { copied: '14' };
    },
  },
});

/** Prints a text that its test gives it. */
function printer(text: string) {
  const output = {
    summary: 'Prints.',
    params: {},
    run: (_: object, actionContext: { output: Print }) => actionContext.output(text, 'stdout'),
  };
  return defineActor('printer', { print: output });
}

type Print = (text: string, stream: 'stdout' | 'stderr') => void;

const deploy = `
!!core.snippet snippetname:all tags:'a,b'
!!play.ask name:city question:'Where do we deploy to?'
!!play.ask name:pin question:'Which PIN?' secret:true
!!config.set key:city value:'{city}'
!!play.echo content:'Deploying the handbook to {city}'
!!exec.run shell:sh cmd:'echo building; sleep 0.3; echo a warning >&2'
!!server.greet name:web
!!server.copy file:ready
!!play.echo content:'All is well'
`;

/** Plays a session in this process; an error of a script is the business of its journal. */
export async function play(
  sessionName: string,
  text: string,
  { output = '', again = false }: { output?: string; again?: boolean } = {},
): Promise<void> {
  const answers = { city: 'Ghent', pin: 'open-sesame-9731' };
  const actors = [server, printer(output)];
  const session = await newSession({ sessionName, playbookText: text, actors, answers, interactive: false });
  await session.run(again ? { resume: true, resolve: { 9: 'retry' } } : {}).catch(() => undefined);
}

/** Plays `deploy`: action 9 fails; questions, a retried and ignored action, and output come before it. */
export function playFailing(): Promise<void> {
  return play('deploy', deploy);
}

/** Plays `deploy` again from where it failed, to its end. */
export async function playResumed(): Promise<void> {
  await playFailing();
  writeFileSync('ready', '');
  await play('deploy', deploy, { again: true });
}

/** Texts that would do something in a terminal or a page that does not take care. */
export const hostile = [
  '</script><script>document.title="owned"</script>',
  '<img src=x onerror="document.title=\'owned\'">',
  '<svg/onload=alert(1)>',
  '"\'><b id=owned>',
  '\u001b[31mred\u001b[0m \u001b[2J\u001b]0;owned\u0007',
  'abc\u202edef\u2066\u200b',
  '&lt;i&gt; &amp;',
];
