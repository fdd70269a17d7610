import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { hero, results, useWorld, write } from '../support/cli.ts';
import { damagesOf } from '../support/damage.ts';

// Every JSON file of a home is damaged in every way, and commands are run on it: each answers or refuses with a code that
// names the file, and a damaged session harms no other one.

const passphrase = { HERO_PASSPHRASE: 'four words and more' };

/** Builds a home with two sessions that did not end, configuration, a secret, and a plan in `plan.json`. */
async function buildHome(): Promise<void> {
  write(
    'fails.hero',
    "!!play.echo content:one\n!!exec.run shell:sh cmd:'test -e ok'\n!!play.echo content:two\n",
  );
  write(
    'ends.hero',
    '!!core.params_session_set team:ops\n!!core.params_context_set place:here\n!!config.set key:city value:Ghent\n',
  );
  await results('run', 'ends.hero', '--session', 'ended');
  for (const name of ['damaged', 'whole'])
    expect((await hero(['run', 'fails.hero', '--session', name])).code).toBe(1);
  const set = await hero(['secret', 'set', 'api.token'], { input: 'a-secret-token', env: passphrase });
  expect([set.code, set.err]).toEqual([0, '']);
  await results('plan', 'ends.hero', '--out', 'plan.json');
}

/** The JSON files of a home, and the plan. */
const files = [
  ['hero-home/home.json', 'PLAY_'],
  ['hero-home/contexts/default/context.json', 'PLAY_'],
  ['hero-home/contexts/default/sessions/damaged/session.json', 'PLAY_'],
  ['hero-home/contexts/default/db/config/.store/format.json', 'STORE_'],
  ['hero-home/contexts/default/db/secrets/.store/format.json', 'STORE_'],
  ['hero-home/contexts/default/db/secrets/.store/keys.json', 'STORE_'],
  ['plan.json', 'PLAY_'],
] as const;

/** Commands that read the files, each with the file that it is about. */
const commands = [
  ['session', 'list'],
  ['session', 'show', 'damaged'],
  ['show', 'damaged'],
  ['resume', 'damaged', '-s'],
  ['config', 'get', 'city'],
  ['context', 'list'],
  ['secret', 'list'],
  ['secret', 'get', 'api.token', '--reveal'],
  ['store', 'check'],
  ['apply', 'plan.json', '-s'],
] as const;

const world = useWorld();
/** A copy of the world as it was built. */
const sound = mkdtempSync(join(tmpdir(), 'hero-sound-'));
let isBuilt = false;

afterAll(() => rmSync(sound, { recursive: true, force: true }));

/** The world, as it was built once. */
async function fresh(): Promise<void> {
  if (isBuilt) return cpSync(sound, world.folder, { recursive: true, force: true });
  await buildHome();
  cpSync(world.folder, sound, { recursive: true });
  isBuilt = true;
}

test('the files that are damaged below are all JSON files of a home', async () => {
  await fresh();
  const found = readdirSync('hero-home', { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.json'))
    .map(name => `hero-home/${name}`)
    .filter(name => !/sessions\/(whole|ended)\//.test(name));
  expect(found.sort()).toEqual(
    files
      .map(([file]) => file)
      .filter(file => file !== 'plan.json')
      .sort(),
  );
});

describe.each(files)('%s, damaged,', (file, prefix) => {
  test('is an error with a code that names it, or does no harm', async () => {
    await fresh();
    const text = readFileSync(file, 'utf8');
    const damages = damagesOf(text);
    expect(damages.length).toBeGreaterThan(9);
    const step = Math.ceil(damages.length / 12);
    for (const [name, damaged] of damages.filter((_, at) => at % step === 0)) {
      for (const command of commands) {
        writeFileSync(file, damaged);
        const { code, err } = await hero(command, { env: passphrase });
        const where = `${command.join(' ')} with ${name}`;
        expect([0, 1, 2, 3, 4], where).toContain(code);
        expect(err, where).not.toMatch(/TypeError|undefined|\[object|PLAY_FAILED/);
        // An error of the file says which one it is; others are those of the command without any damage.
        if (code === 4 && err.includes(`error[${prefix}BAD_`))
          expect(err, where).toContain(file.split('/').at(-1));
      }
    }
    writeFileSync(file, text);
  });
});

test('a damaged session is listed as damaged, and the others are listed, shown and resumed', async () => {
  await buildHome();
  const file = 'hero-home/contexts/default/sessions/damaged/session.json';
  for (const [name, text] of damagesOf(readFileSync(file, 'utf8')).slice(0, 12)) {
    writeFileSync(file, text);
    const { code, out } = await hero(['session', 'list']);
    expect([code, out.includes('whole'), out.includes('ended')], name).toEqual([0, true, true]);
    expect(out, name).toMatch(/^damaged {2}-? {0,2}/m);
    expect((await hero(['session', 'show', 'whole'])).code, name).toBe(0);
  }
  write('ok', '');
  expect((await hero(['resume', 'whole', '--resolve', '3=retry', '-s'])).code).toBe(0);
});
