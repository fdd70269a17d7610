import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Module, SessionArgs } from '../../../src/index.ts';
import type { Plan, PlannedAction } from '../../../src/play/index.ts';
import { scriptIn } from '../../actors/folder.ts';
import { commit, makeUpstream, redirect } from '../../git/upstream.ts';
import { failure, folderWith, isolate, open } from '../world.ts';

isolate();

/** What a script in a folder would do. */
async function planIn(folder: string, text: string, args: SessionArgs = {}): Promise<Plan> {
  const session = await scriptIn(folder, text, { ...args, rehearsal: true });
  return session.plan();
}

const planOf = (text: string, args: SessionArgs = {}) => planIn(folderWith({}), text, args);

/** The outlook of the last action. */
async function lastOf(folder: string, text: string, args: SessionArgs = {}): Promise<PlannedAction> {
  const { actions } = await planIn(folder, text, args);
  const last = [...actions].sort((a, b) => lineOf(a) - lineOf(b)).at(-1);
  if (!last) throw new Error('nothing was planned');
  return last;
}

function lineOf({ place }: PlannedAction): number {
  return Number(place.split(':').at(-2));
}

const valueIn = ({ values }: PlannedAction, key: string) => values.find(value => value.key === key);

describe('a plan', () => {
  test('has the actions in the order of play, those that prepare first', async () => {
    const { actions } = await planOf(
      [
        '!!file.mkdir path:out',
        "!!play.echo content:'hi'",
        '!!session.env_set key:A val:1',
        "!!core.priorities_add 1:'config.*'",
        '!!config.set key:a value:1',
      ].join('\n'),
    );
    expect(actions.map(({ name, number }) => `${number} ${name}`)).toEqual([
      '1 session.env_set',
      '2 core.priorities_add',
      '3 config.set',
      '4 play.echo',
      '5 file.mkdir',
    ]);
    expect(actions.map(({ place }) => place.slice(-4))).toEqual([':3:1', ':4:1', ':5:1', ':2:1', ':1:1']);
  });

  test('may be empty', async () => {
    const { actions, questions, isChange, context, basis } = await planOf('Nothing but prose.\n');
    expect({ actions, questions, isChange, context }).toEqual({
      actions: [],
      questions: [],
      isChange: false,
      context: 'default',
    });
    expect(basis).toEqual({ scripts: {}, actors: {}, state: {} });
  });

  test('can be made of an open session, and leaves it as it was', async () => {
    const session = await open({
      playbookText: '!!session.env_set key:A val:1\n!!config.set key:a value:{A}',
    });
    const plan = await session.plan();
    expect(plan.actions[1]?.changes).toMatchObject([{ after: '1' }]);
    expect([session.env.size, session.playbook.actions.map(({ done }) => done)]).toEqual([0, [false, false]]);
    expect(await session.plan()).toEqual(plan);
    await session.run();
    expect(await session.configDb().get('a')).toBe('1');
  });

  test('is not played', async () => {
    const session = await open({ playbookText: '!!play.echo hi', rehearsal: true });
    expect((await failure(() => session.run())).code).toBe('PLAY_BAD_ARGUMENTS');
  });

  test.each([
    ['!!play.ecko content:hi', 'ACTION_UNKNOWN'],
    ['!!play.echo words:hi', 'ACTION_UNKNOWN_PARAM'],
    ['!!file.write path:a content:b overwrite:perhaps', 'PARAMS_NOT_A_BOOL'],
    ["!!play.echo content:'hi' play.retries:x", 'PARAMS_NOT_A_NUMBER'],
    ['!!play.include path:none.hero', 'PLAY_PATH_NOT_FOUND'],
    ['!!play.echo {shout}', 'PLAY_UNKNOWN_SNIPPET'],
    ['!!play.ask name:a question:b type:choice', 'PARAMS_MISSING'],
  ])('of %s fails like playing it: %s', async (text, code) => {
    expect((await failure(() => planOf(text))).code).toBe(code);
    const session = await scriptIn(folderWith({}), text);
    expect((await failure(() => session.run())).code).toBe(code);
  });
});

describe('values say where they come from', () => {
  test('the script, defaults, snippets and whatever fills templates', async () => {
    const session = await scriptIn(
      folderWith({}),
      [
        '!!core.snippet snippetname:shared overwrite:no',
        '!!session.env_set key:PLACE val:harbour',
        '!!core.params_session_set team:ops',
        '!!core.params_context_set domain:example.org',
        '!!config.set key:k value:v',
        '!!config.get key:k into:found',
        "!!file.write path:a.txt content:'{PLACE} {team} {domain} {found} {nobody}' {shared}",
        '!!file.mkdir path:out',
        '!!exec.run cmd:true',
      ].join('\n'),
      { rehearsal: true },
    );
    const { actions } = await session.plan();
    const write = actions.find(({ name }) => name === 'file.write');
    expect(
      write?.values.map(({ key, value, from }) => [key, value, from.replace(/\(\S+\/script/, '(script')]),
    ).toEqual([
      ['path', 'a.txt', 'script'],
      [
        'content',
        'harbour ops example.org v {nobody}',
        'script, {PLACE} from the env, {team} from the session, {domain} from the context, {found} set by config.get (script.hero:6:1), {nobody} that nothing sets',
      ],
      ['overwrite', 'no', 'snippet'],
    ]);
    const run = actions.find(({ name }) => name === 'exec.run');
    expect(run && valueIn(run, 'quiet')).toEqual({ key: 'quiet', value: 'false', from: 'default' });
    expect(run && valueIn(run, 'dir')).toBeUndefined();
  });

  test('an answer to what the script leaves out', async () => {
    const folder = folderWith({});
    const open = await planIn(folder, '!!file.mkdir\n');
    expect(open.actions[0]).toMatchObject({
      values: [{ key: 'path', value: '', from: 'nowhere', unknown: 'its answer' }],
      changes: [],
      unknown: ['`path` before its answer'],
    });
    expect(open.questions).toEqual([
      { id: 'file.mkdir.path', text: 'file.mkdir needs `path`: the folder', type: 'path' },
    ]);
    const known = await planIn(folder, '!!file.mkdir\n', { answers: { 'file.mkdir.path': 'out' } });
    expect(known.questions).toEqual([]);
    expect(known.actions[0]).toMatchObject({
      values: [{ key: 'path', value: 'out', from: 'answer' }],
      changes: [{ kind: 'create', what: join(folder, 'out') }],
      unknown: [],
    });
  });
});

describe('what is not known', () => {
  test('names what it waits for', async () => {
    const folder = folderWith({});
    const text = [
      "!!play.ask name:city question:'Where to?'",
      '!!config.get key:unset into:word',
      "!!file.write path:a.txt content:'{city}'",
      "!!file.write path:b.txt content:'{word} {city}'",
    ].join('\n');
    const { actions, questions, isChange } = await planIn(folder, text);
    const place = join(folder, 'script.hero');
    expect(actions.map(({ unknown }) => unknown)).toEqual([
      ['the answer'],
      ['the value of unset, which is not set'],
      [`\`content\` before play.ask (${place}:1:1)`],
      [`\`content\` before config.get (${place}:2:1), play.ask (${place}:1:1)`],
    ]);
    expect(actions[2]?.values[1]).toEqual({
      key: 'content',
      value: '{city}',
      from: `script, {city} set by play.ask (${place}:1:1)`,
      unknown: `play.ask (${place}:1:1)`,
    });
    expect(actions.flatMap(({ changes }) => changes)).toEqual([]);
    expect(questions).toEqual([{ id: 'city', text: 'Where to?', type: 'text' }]);
    expect(isChange).toBe(true);
  });

  test('is known with an answer, which is read as the play would', async () => {
    const folder = folderWith({});
    const text = "!!play.ask name:sure question:'Sure?' type:yesno\n!!file.write path:a.txt content:'{sure}'";
    const after = async (args: SessionArgs) => (await lastOf(folder, text, args)).changes[0]?.after;
    expect(await after({ answers: { sure: 'y' } })).toBe('true\n');
    vi.stubEnv('HERO_ANSWER_SURE', 'no');
    expect(await after({})).toBe('false\n');
    vi.stubEnv('HERO_ANSWER_SURE', 'perhaps');
    expect((await failure(() => after({}))).code).toBe('PLAY_BAD_ANSWER');
  });

  test('is what a module does, what an actor without a plan changes, and nothing of what is pure', async () => {
    const shop: Module = { name: 'shop', filter: 'shop.*', play: () => undefined };
    const { actions } = await planOf('!!shop.open\n!!git.pull name:a\n!!git.list\n!!play.echo hi', {
      actors: [shop],
    });
    const outlook = Object.fromEntries(actions.map(({ name, unknown }) => [name, unknown]));
    expect(outlook).toEqual({
      'shop.open': [expect.stringContaining('shop')],
      'git.pull': [expect.any(String)],
      'git.list': [],
      'play.echo': [],
    });
  });
});

describe('secrets', () => {
  test('stand nowhere in a plan, in no form', async () => {
    const folder = folderWith({ '.keep': '' });
    const secrets = ['swordfish-1', 'hunter-22', 'open-sesame-3', 'oldtoken-4', 'pw-in-url-5'];
    const session = await scriptIn(folder, '!!config.set key:api.token value:oldtoken-4');
    await session.run();
    const text = [
      "!!play.ask name:code question:'Code?' secret:true",
      '!!session.env_set key:DB_PASSWORD val:hunter-22',
      '!!config.set key:api.token value:open-sesame-3',
      '!!config.get key:api.token into:t',
      "!!file.write path:a.txt content:'{code} {DB_PASSWORD} {t}'",
      "!!file.copy from:a.txt to:'b {code}.txt'",
      "!!exec.run shell:sh cmd:'curl https://ada:pw-in-url-5@example.org'",
    ].join('\n');
    const plan = await (
      await scriptIn(folder, text, {
        context: session.context,
        answers: { code: 'swordfish-1' },
        rehearsal: true,
      })
    ).plan();
    const json = JSON.stringify(plan);
    for (const secret of secrets) {
      expect(json).not.toContain(secret);
      expect(json).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
    }
    const write = plan.actions.find(({ name }) => name === 'file.write');
    expect(write?.changes).toEqual([
      { kind: 'create', what: join(folder, 'a.txt'), after: '[secret] [secret] [secret]\n' },
    ]);
  });
});

describe('scripts from elsewhere', () => {
  test('an include of a file is part of the plan', async () => {
    const folder = folderWith({ 'parts/other.hero': '!!file.mkdir path:out' });
    const { actions, basis } = await planIn(folder, '!!play.include path:parts/other.hero');
    expect(actions.map(({ name, unknown }) => [name, unknown])).toEqual([
      ['play.include', []],
      ['file.mkdir', []],
    ]);
    expect(actions[1]?.changes).toMatchObject([{ what: join(folder, 'parts/out') }]);
    expect(Object.keys(basis.scripts)).toEqual([
      join(folder, 'script.hero'),
      join(folder, 'parts/other.hero'),
    ]);
  });

  test('one of a repository is unknown until it is checked out', async () => {
    const folder = folderWith({});
    commit(makeUpstream(join(folder, 'served/ada/kit')), { 'site.hero': '!!file.mkdir path:out' });
    redirect('https://git.example/', join(folder, 'served'));
    const include = "!!play.include url:'https://git.example/ada/kit/tree/main/site.hero'";
    const before = await planIn(folder, include);
    expect(before.actions.map(({ name, unknown }) => [name, unknown])).toEqual([
      ['play.include', [expect.stringContaining('not checked out')]],
    ]);
    expect(existsSync(join(folder, 'coderoot'))).toBe(false);
    const clone = await scriptIn(folder, "!!git.clone url:'https://git.example/ada/kit'");
    await clone.run();
    const after = await planIn(folder, include);
    expect(after.actions.map(({ name, unknown }) => [name, unknown])).toEqual([
      ['play.include', []],
      ['file.mkdir', []],
    ]);
    expect(after.actions[1]?.remote).toBe('https://git.example/ada/kit/tree/main/site.hero');
  });

  test('what a remote script may not do, it may not plan either', async () => {
    const folder = folderWith({});
    commit(makeUpstream(join(folder, 'served/ada/kit')), { 'site.hero': '!!play.use path:actors.js' });
    redirect('https://git.example/', join(folder, 'served'));
    await (await scriptIn(folder, "!!git.clone url:'https://git.example/ada/kit'")).run();
    const include = "!!play.include url:'https://git.example/ada/kit/tree/main/site.hero'";
    expect((await failure(() => planIn(folder, include))).code).toBe('PLAY_USE_REFUSED');
  });
});

describe('actors of a script', () => {
  test('plan, check and observe like those that are built in', async () => {
    const folder = folderWith({ 'there.txt': 'one' });
    mkdirSync(join(folder, 'actors'));
    writeFileSync(
      join(folder, 'actors/notes.js'),
      `import { readFileSync } from 'node:fs';
      export default ({ defineActor, p }) => defineActor('notes', {
        add: {
          summary: 'Adds a line.',
          params: { path: p.path(), line: p.text() },
          async plan({ path, line }, { observe }) {
            const before = await observe(path, async () => readFileSync(path, 'utf8'));
            return { changes: [{ kind: 'change', what: path, before, after: before + line }], sets: { last: line } };
          },
          run() { throw new Error('a plan plays nothing'); },
        },
      });`,
    );
    const { actions, basis } = await planIn(
      folder,
      "!!play.use path:actors/notes.js\n!!notes.add path:there.txt line:two\n!!notes.add path:there.txt line:'{last}!'",
    );
    const what = join(folder, 'there.txt');
    expect(actions.slice(1).map(({ changes }) => changes[0])).toEqual([
      { kind: 'change', what, before: 'one', after: 'onetwo' },
      { kind: 'change', what, before: 'onetwo', after: 'onetwotwo!' },
    ]);
    // What was there at first, and the file of the actors.
    expect(Object.keys(basis.state)).toEqual([join(folder, 'actors/notes.js'), what]);
  });
});
