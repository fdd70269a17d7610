import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commit, makeUpstream, redirect } from '../../../git/upstream.ts';
import { hero, results, useWorld, write } from '../../../support/cli.ts';

const world = useWorld();

const greet = (words: string) => `export default ({ defineActor, p }) => defineActor('greet', {
  hello: {
    summary: 'Greets.',
    params: { who: p.text(), key: p.secret().optional() },
    run({ who, key }, actionContext) { actionContext.say('${words} ' + who + (key ? ' with ' + key.reveal() : '')); },
  },
});\n`;
const object = (words: string) => `const actions = new Map([['hello', {
  summary: 'Greets.', params: {}, open: true, run: (_, actionContext) => actionContext.say('${words} ' + actionContext.action.params.get('who')),
}]]);
export default { actors: [{ name: 'greet', actions }] };\n`;
const typed = (words: string) => `interface Params { readonly who: string }
export default ({ defineActor, p }: any) => defineActor('greet', {
  hello: { summary: 'Greets.', params: { who: p.text() }, run: ({ who }: Params, actionContext: any): void => actionContext.say(\`${words} \${who}\`) },
});\n`;

/** All that the home holds, in one text. */
function kept(): string {
  const names = readdirSync(world.home, { recursive: true, withFileTypes: true });
  return names
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

function served(files: Record<string, string>): void {
  commit(makeUpstream(join(world.folder, 'served/ada/kit')), files);
  redirect('https://git.example/', join(world.folder, 'served'));
}

describe('hero.config', () => {
  it.each([
    ['hero.config.js', greet],
    ['hero.config.mjs', object],
    ['hero.config.ts', typed],
    ['hero.config.mts', typed],
  ])('%s beside the script is used', async (name, text) => {
    write(`scripts/${name}`, text('hello'));
    write('scripts/a.hero', '!!greet.hello who:Ada\n');
    expect(await results('run', '-q', 'scripts/a.hero')).toBe('hello Ada\n');
    expect(await results('run', '-q', 'scripts')).toBe('hello Ada\n');
    // It belongs to the script, not to where somebody stands.
    expect(await hero(['run', '-t', '!!greet.hello who:Ada'])).toMatchObject({ code: 2 });
    process.chdir('scripts');
    expect(await results('run', '-q', '-t', '!!greet.hello who:Ada')).toBe('hello Ada\n');
  });

  it('is used by all commands about scripts', async () => {
    write('hero.config.js', greet('hello'));
    write('a.hero', '!!greet.hello who:Ada\n');
    write('b.hero', "!!exec.run shell:sh cmd:'test -e go'\n!!greet.hello who:Ada\n");
    expect(await hero(['check', 'a.hero'])).toMatchObject({ code: 0 });
    expect(await results('plan', 'a.hero')).toContain('greet.hello');
    expect(await results('find', 'greet.*', 'a.hero')).toContain('a.hero:1:1');
    expect(await results('actors', 'greet')).toContain('Greets.');
    expect((await hero(['run', '-q', 'b.hero'])).code).toBe(1);
    write('go', '');
    expect(await results('resume', '-q', '--resolve', '1=retry')).toBe('hello Ada\n');
  });

  it('of the home is used too; the one beside the script wins', async () => {
    write('hero-home/hero.config.js', greet('home'));
    expect(await results('run', '-q', '-t', '!!greet.hello who:Ada')).toBe('home Ada\n');
    write('hero.config.js', greet('near'));
    expect(await results('run', '-q', '-t', '!!greet.hello who:Ada')).toBe('near Ada\n');
  });

  it('is not one that a link leads to, nor one of a repository', async () => {
    write('elsewhere/hero.config.js', greet('hello'));
    symlinkSync('elsewhere/hero.config.js', 'hero.config.js');
    expect((await hero(['run', '-t', '!!greet.hello who:Ada'])).err).toContain('ACTION_UNKNOWN');
    served({ 'a.hero': '!!greet.hello who:Ada\n', 'hero.config.js': "throw new Error('run');" });
    const { code, err } = await hero(['run', '-u', 'https://git.example/ada/kit/tree/main/a.hero']);
    expect([code, err.includes('ACTION_UNKNOWN')]).toEqual([2, true]);
  });

  it('that fails says where, and nothing is played', async () => {
    write('hero.config.js', "\n\nthrow new Error('no luck');\n");
    for (const command of ['run', 'plan', 'check']) {
      const { code, out, err } = await hero(
        [command, '-t', '!!play.echo hi'].slice(0, command === 'check' ? 1 : 3),
      );
      expect({ code, out }, command).toEqual({ code: 2, out: '' });
      expect(err).toContain('error[PLAY_ACTORS_FILE]: ');
      expect(err).toContain('hero.config.js:3 cannot be loaded: no luck');
    }
    expect(existsSync(join(world.home, 'contexts'))).toBe(false);
  });
});

describe('play.use', () => {
  it.each([
    ['actors.js', greet],
    ['lib/actors.mjs', object],
    ['lib/actors.ts', typed],
  ])('brings what %s exports, from beside the script', async (name, text) => {
    write(`scripts/${name}`, text('hello'));
    write('scripts/a.hero', `!!greet.hello who:Ada\n!!play.use path:${name}\n`);
    expect(await results('run', '-q', 'scripts/a.hero')).toBe('hello Ada\n');
    expect(await results('plan', 'scripts/a.hero')).toContain('greet.hello');
  });

  it('also in an include, whose folder counts', async () => {
    write('parts/actors.js', greet('hello'));
    write('parts/a.hero', '!!play.use path:actors.js\n');
    expect(await results('run', '-q', '-t', '!!play.include path:parts/a.hero\n!!greet.hello who:Ada')).toBe(
      'hello Ada\n',
    );
  });

  it('does not take the place of what the program brings', async () => {
    write('hero.config.js', greet('config'));
    write('actors.js', greet('used'));
    expect(await results('run', '-q', '-t', '!!play.use path:actors.js\n!!greet.hello who:Ada')).toBe(
      'config Ada\n',
    );
  });

  it.each([
    ['a URL', "!!play.use url:'https://git.example/ada/kit'", 'PLAY_USE_REFUSED', 4],
    ['nothing', '!!play.use', 'PARAMS_MISSING', 2],
    ['no file', '!!play.use path:none.js', 'PLAY_ACTORS_FILE', 2],
    ['a file that fails', '!!play.use path:bad.js', 'PLAY_ACTORS_FILE', 2],
  ])('of %s is refused', async (_, text, name, exit) => {
    write('bad.js', "throw new Error('no luck');\n");
    for (const command of ['run', 'plan']) {
      const { code, out, err } = await hero([command, '-t', `${text}\n!!file.mkdir path:made`]);
      expect({ code, out }, command).toEqual({ code: exit, out: '' });
      expect(err).toContain(`error[${name}]: `);
    }
    expect(existsSync('made')).toBe(false);
  });

  it('is refused in a script of a repository, and the file is not run', async () => {
    const file = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(join(world.folder, 'witness'))}, '');\n`;
    served({ 'a.hero': '!!play.use path:actors.js\n', 'actors.js': `${file}export default [];\n` });
    const url = 'https://git.example/ada/kit/tree/main/a.hero';
    for (const argv of [
      ['run', '-u', url],
      ['run', '-t', `!!play.include url:'${url}'`],
      ['plan', '-u', url],
    ]) {
      const { code, err } = await hero(argv);
      expect([code, err.includes('error[PLAY_USE_REFUSED]: ')], argv.join(' ')).toEqual([4, true]);
    }
    expect(existsSync('witness')).toBe(false);
  });

  it('keeps no secret of its actors, though only they know which those are', async () => {
    write('actors.js', greet('hello'));
    const text =
      '!!play.use path:actors.js\n!!greet.hello who:Ada key:sword-in-stone\n!!exec.run cmd:false\n';
    write('a.hero', text);
    const { out, err } = await hero(['run', 'a.hero', '--session', 'mine', '-v']);
    expect(out).toBe('hello Ada with [secret]\n');
    const json = (await hero(['run', '-t', text, '--json'])).out;
    const bad = (await hero(['run', '-t', text.replace('who:Ada', 'whom:Ada'), '--session', 'bad'])).err;
    for (const told of [out, err, json, bad, kept(), await results('show', 'mine')])
      expect(told).not.toContain('sword-in-stone');
    expect(kept()).toContain('[secret]');
  });
});
