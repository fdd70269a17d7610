import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { errorWith, hero, type Ran, results, useWorld, write } from '../../../support/cli.ts';

const world = useWorld();

const error = errorWith;
const stale = (what: string) => error('PLAY_PLAN_STALE', what);
const refused = (err: string): Ran => ({ code: 4, out: '', err });

describe('hero plan', () => {
  it('shows what would change, and in which order', async () => {
    write('old.txt', 'one\ntwo\nthree\n');
    write('gone.txt', 'away\n');
    write(
      'a.hero',
      [
        "!!play.ask name:city question:'Where to?'",
        '!!session.env_set key:WHO val:Ada',
        "!!file.write path:old.txt content:'\n    one\n    TWO\n    three\n    '",
        "!!file.write path:new.txt content:'Hello {WHO}'",
        '!!file.delete path:gone.txt',
        '!!exec.run cmd:make args:all',
        "!!config.set key:city value:'{city}'",
        '!!file.mkdir\n',
      ].join('\n'),
    );
    expect(await hero(['plan', 'a.hero'])).toEqual({
      code: 0,
      out: `2  play.ask  a.hero:1:1
   ? the answer
3  file.write  a.hero:3:1
   ~ change old.txt
      one
     -two
     +TWO
      three
4  file.write  a.hero:8:1
   content  Hello Ada  (script, {WHO} from the env)
   + create new.txt
     +Hello Ada
5  file.delete  a.hero:9:1
   - remove gone.txt
     -away
6  exec.run  a.hero:10:1
   > run make all
   ? other changes of the program
7  config.set  a.hero:11:1
   ? \`value\` before play.ask (a.hero:1:1)
8  file.mkdir  a.hero:12:1
   ? \`path\` before its answer
? file.mkdir.path  file.mkdir needs \`path\`: the folder
? city  Where to?
one action changes nothing
8 actions: 1 to create, 1 to change, 1 to remove, 1 to run, 4 with something unknown
`,
      err: '',
    });
    expect(existsSync(world.home)).toBe(false);
  });

  it('shows all values and whole texts with --verbose', async () => {
    const lines = Array.from({ length: 30 }, (_, at) => `line ${at}`);
    write(
      'a.hero',
      `!!file.write path:a.txt content:'\n    ${lines.join('\n    ')}\n    '\n!!play.echo 'one two'\n`,
    );
    const { out: short } = await hero(['plan', 'a.hero']);
    expect(short).toContain('     +line 19\n     … 10 more lines, see --verbose\n');
    expect(short).not.toContain('overwrite');
    const { out: long } = await hero(['plan', 'a.hero', '--verbose']);
    expect(long).toContain('   overwrite  true');
    expect(long).toContain('     +line 29\n');
    expect(long).toContain('   one two\n');
    expect(long).not.toContain('changes nothing');
  });

  it('prints one object with --json', async () => {
    write('a.hero', '!!file.mkdir path:out\n');
    const out = await results('plan', 'a.hero', '--json');
    expect(out.endsWith('}\n') && out.indexOf('\n') === out.length - 1).toBe(true);
    const what = join(world.folder, 'out');
    expect(JSON.parse(out)).toEqual({
      heroplay: expect.any(String),
      context: 'default',
      actions: [
        {
          number: 1,
          name: 'file.mkdir',
          place: 'a.hero:1:1',
          key: expect.stringMatching(/^[0-9a-f]{16}-1$/),
          values: [{ key: 'path', value: 'out', from: 'script' }],
          args: [],
          changes: [{ kind: 'create', what, after: '(a folder)' }],
          unknown: [],
        },
      ],
      questions: [],
      isChange: true,
      basis: {
        scripts: { 'a.hero': expect.stringMatching(/^[0-9a-f]{64}$/) },
        actors: { 'file.mkdir': expect.stringMatching(/^[0-9a-f]{64}$/) },
        state: { [what]: null },
      },
    });
  });

  it.each([
    ['!!file.mkdir path:out', 5],
    ['!!exec.run cmd:true', 5],
    ['!!play.echo hi', 0],
    ['!!file.mkdir path:.', 0],
  ])('--exit-code for %s is %i', async (text, exit) => {
    expect((await hero(['plan', '-t', text])).code).toBe(0);
    const { code, err } = await hero(['plan', '-t', text, '--exit-code']);
    expect({ code, err }).toEqual({ code: exit, err: '' });
  });

  it('takes texts, standard input and answers', async () => {
    const text = "!!play.ask name:city question:'Where to?'\n!!file.write path:a.txt content:'{city}'";
    write('answers', 'city:Bruges\n');
    expect(await results('plan', '-t', text, '--set', 'city=Ghent')).toContain('+Ghent');
    expect(await results('plan', '-t', text, '--answers', 'answers')).toContain('+Bruges');
    expect((await hero(['plan', '-'], { input: text })).out).toContain('? city  Where to?');
    // Somebody is there, and is not asked all the same.
    expect((await hero(['plan', '-'], { input: text, isTerminal: true })).out).toContain('? city');
  });

  it('says with an error what playing would', async () => {
    write('a.hero', '!!file.write path:a content:b overwrite:perhaps\n');
    const planned = await hero(['plan', 'a.hero']);
    expect(planned).toMatchObject({ code: 2, out: '' });
    expect(planned.err).toBe((await hero(['run', 'a.hero', '--session', 'mine'])).err);
    expect(await hero(['plan'])).toMatchObject({ code: 2 });
  });

  it('does not keep a plan of a text', async () => {
    for (const argv of [
      ['plan', '-t', '!!play.echo hi', '--out', 'p.json'],
      ['plan', '-', '--out', 'p.json'],
    ]) {
      expect(await hero(argv, { input: '!!play.echo hi' })).toEqual({
        code: 2,
        out: '',
        err: error('CLI_USAGE'),
      });
    }
    expect(existsSync('p.json')).toBe(false);
  });

  it('shows no secret and keeps none', async () => {
    write(
      'a.hero',
      "!!play.ask name:code question:'Code?' secret:true\n!!file.write path:a.txt content:'{token} {code}'\n",
    );
    const secrets = ['hunter-two', 'swordfish'];
    const settings = ['--set', 'token=hunter-two', '--set', 'code=swordfish'];
    const { out } = await hero(['plan', 'a.hero', ...settings, '-v', '--out', 'p.json']);
    const json = await results('plan', 'a.hero', ...settings, '--json');
    expect(out).toContain('+[secret] [secret]');
    for (const told of [out, json, readFileSync('p.json', 'utf8')])
      for (const secret of secrets) {
        expect(told).not.toContain(secret);
        expect(told).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
      }
    expect(statSync('p.json').mode & 0o777).toBe(0o600);
  });
});

describe('hero apply', () => {
  const config = (words: string) => `const words = '${words}';
    export default ({ defineActor, p }) => defineActor('greet', {
      hello: { summary: 'Greets.', params: {}, effect: 'pure', run: (_, actionContext) => actionContext.say(words) },
    });`;

  beforeEach(() => {
    write('scripts/hero.config.js', config('hello'));
    write('scripts/inc.hero', '!!greet.hello\n');
    write('scripts/a.txt', 'old\n');
    write(
      'scripts/main.hero',
      [
        '!!play.include path:inc.hero',
        '!!config.get key:city into:city',
        "!!file.write path:a.txt content:'{city} {who}'",
        '!!exec.run cmd:touch args:ran',
        '',
      ].join('\n'),
    );
  });

  async function keep(...options: string[]): Promise<void> {
    await results('config', 'set', 'city', 'Ghent');
    await results('plan', 'scripts/main.hero', '--set', 'who=Ada', '--out', 'p.json', ...options);
  }

  const played = () => existsSync('scripts/ran');

  it('plays exactly the plan', async () => {
    await keep();
    expect(await hero(['apply', 'p.json'])).toEqual({
      code: 0,
      out: 'hello\n',
      err: '✓ play.include  inc.hero\n✓ greet.hello\n✓ config.get  city\n✓ file.write  a.txt\n✓ exec.run  touch ran\n5 actions played\n',
    });
    expect([readFileSync('scripts/a.txt', 'utf8'), played()]).toEqual(['Ghent Ada\n', true]);
  });

  it('is done once: what it changed is not as it was planned any more', async () => {
    await keep();
    await results('apply', 'p.json', '-q');
    expect(await hero(['apply', 'p.json'])).toEqual(refused(stale('scripts/a.txt was changed')));
  });

  it('works from another working directory', async () => {
    await keep();
    mkdirSync('elsewhere');
    process.chdir('elsewhere');
    expect(await hero(['apply', '../p.json', '-q'])).toEqual({ code: 0, out: 'hello\n', err: '' });
    expect(existsSync('../scripts/ran')).toBe(true);
  });

  it('plays a folder of scripts', async () => {
    await results('config', 'set', 'city', 'Ghent');
    await results('plan', 'scripts', '--set', 'who=Ada', '--out', 'p.json');
    expect(await hero(['apply', 'p.json', '-q'])).toMatchObject({ code: 0, out: 'hello\nhello\n' });
  });

  it.each<[string, () => unknown, (folder: string) => string]>([
    [
      'the script',
      () => write('scripts/main.hero', readFileSync('scripts/main.hero', 'utf8').replace('touch', 'ls')),
      folder => `the script ${folder}/main.hero was changed`,
    ],
    [
      'a comment of the script',
      () => write('scripts/main.hero', `// new\n${readFileSync('scripts/main.hero', 'utf8')}`),
      folder => `the script ${folder}/main.hero was changed`,
    ],
    [
      'an include',
      () => write('scripts/inc.hero', '!!greet.hello\n!!greet.hello\n'),
      folder => `the script ${folder}/inc.hero was changed`,
    ],
    ['a file', () => write('scripts/a.txt', 'other\n'), folder => `${folder}/a.txt was changed`],
    ['a file that is gone', () => rmSync('scripts/a.txt'), folder => `${folder}/a.txt is gone`],
    [
      'a key of the configuration',
      () => results('config', 'set', 'city', 'Bruges'),
      () => 'the key city of the configuration of default was changed',
    ],
    [
      'the actors beside the script, though only a text of theirs',
      () => write('scripts/hero.config.js', config('good bye')),
      folder => `${folder}/hero.config.js was changed`,
    ],
    [
      'actors of the home that were not there',
      () => write('hero-home/hero.config.js', config('good bye')),
      () => 'hero-home/hero.config.js',
    ],
  ])('is refused when it is another: %s', async (_, change, what) => {
    await keep();
    await change();
    expect(await hero(['apply', 'p.json'])).toEqual(refused(stale(what('scripts'))));
    expect(played()).toBe(false);
  });

  it('is refused when the run of an action is another', async () => {
    await keep();
    write(
      'scripts/hero.config.js',
      config('hello').replace('actionContext.say(words)', "actionContext.say(words + '!')"),
    );
    const { code, err } = await hero(['apply', 'p.json']);
    expect([code, err.includes('the actor of greet.hello was changed')]).toEqual([4, true]);
  });

  it.each(['who=Eve', 'more=1'])('is refused with --set %s', async setting => {
    await keep();
    const [key] = setting.split('=');
    expect(await hero(['apply', 'p.json', '--set', setting])).toEqual(
      refused(error('PLAY_PLAN_STALE', `\`--set ${key}\``)),
    );
    expect(played()).toBe(false);
    expect(await hero(['apply', 'p.json', '-q', '--set', 'who=Ada'])).toMatchObject({ code: 0 });
  });

  it('asks nobody for what was answered by a default', async () => {
    write(
      'scripts/main.hero',
      "!!play.ask name:town question:'Where to?' default:Ghent\n!!play.echo content:'to {town}'\n",
    );
    await keep();
    // Nothing is typed, so a question would fail.
    expect(await hero(['apply', 'p.json', '-q'], { isTerminal: true, input: '' })).toMatchObject({ code: 0 });
  });

  it('is given secret settings again', async () => {
    write('scripts/main.hero', '!!exec.run shell:sh cmd:\'echo $TOKEN | wc -c | tr -d " "\' env:TOKEN\n');
    await keep('--set', 'token=hunter-two');
    expect(readFileSync('p.json', 'utf8')).not.toContain('hunter-two');
    expect(await hero(['apply', 'p.json'])).toEqual(
      refused(error('PLAY_PLAN_STALE', '`token`', '`--set token=…`')),
    );
    const { code, out } = await hero(['apply', 'p.json', '-q', '--set', 'token=hunter-two']);
    expect([code, out]).toEqual([0, '11\n']);
  });

  it.each<[string, (text: string) => string, string]>([
    ['no JSON', () => 'plan', 'is not a plan'],
    ['other JSON', () => '["plan"]', 'is not a plan'],
    [
      'of an older version',
      text => text.replace('"version": 1', '"version": 0'),
      'was changed after it was written',
    ],
    ['with another word', text => text.replace('Ghent', 'Gent'), 'was changed after it was written'],
    ['without a checksum', text => text.replace(/,\s+"sum".*/, ''), 'was changed after it was written'],
    ['cut off', text => text.slice(0, -10), 'is not a plan'],
  ])('is refused for a file %s', async (_, damage, what) => {
    await keep();
    writeFileSync('p.json', damage(readFileSync('p.json', 'utf8')));
    expect(await hero(['apply', 'p.json'])).toEqual(refused(error('PLAY_PLAN_BAD', '`p.json`', what)));
    expect(played()).toBe(false);
  });

  it('is refused for a file of a newer version, with a code of its own', async () => {
    await keep();
    writeFileSync('p.json', readFileSync('p.json', 'utf8').replace('"version": 1', '"version": 2'));
    const { code, err } = await hero(['apply', 'p.json']);
    expect([code, err.slice(0, 24)]).toEqual([4, 'error[PLAY_NEWER_FORMAT]']);
    expect(played()).toBe(false);
  });

  it('is refused for a file with one other byte, wherever that says something', async () => {
    await keep();
    const text = readFileSync('p.json', 'utf8');
    const places = [...text.matchAll(/\S/g)].map(({ index }) => index);
    const step = Math.ceil(places.length / 60);
    for (const at of places.filter((_, index) => index % step === 0)) {
      const other = text[at] === 'x' ? 'y' : 'x';
      writeFileSync('p.json', text.slice(0, at) + other + text.slice(at + 1));
      const { code, err } = await hero(['apply', 'p.json']);
      expect([code, err.slice(0, 21)], `${at}`).toEqual([4, 'error[PLAY_PLAN_BAD]:']);
    }
    expect(played()).toBe(false);
  });

  it('says when there is no such file', async () => {
    expect(await hero(['apply', 'none.json'])).toEqual(refused(error('PLAY_PLAN_BAD', '`none.json`')));
  });
});
