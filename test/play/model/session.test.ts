import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newSession, OurTime, type Session } from '../../../src/index.ts';
import { tempFolder } from '../../git/upstream.ts';
import { sharedJson } from '../../support/shared.ts';
import { failure, folderWith, heard, isolate, now, open, play } from '../world.ts';

isolate();

describe('what a session is', () => {
  test('has a name, a playbook, params, env, times and a context', async () => {
    const session = await open({ sessionName: 'nightly' });
    expect(session.name).toBe('nightly');
    expect(session.playbook.actions).toEqual([]);
    expect(session.interactive).toBe(true);
    expect(session.params.empty()).toBe(true);
    expect(session.env.size).toBe(0);
    expect(session.start).toEqual(OurTime.fromEpoch(now));
    expect(session.end).toBeUndefined();
    expect(session.path).toBe(session.context.sessionPath('nightly'));
  });

  test('ends when a run has finished, and not when it failed', async () => {
    let time = now;
    const session = await open({ clock: () => time, playbookText: '!!play.echo content:x' });
    time += 7.9;
    await session.run();
    expect(session.end?.unix()).toBe(now + 7);
    await session.addPlaybook({ text: '!!config.get key:none' });
    await failure(() => session.run());
    expect(session.end).toBeUndefined();
    expect((await session.context.sessions())[0]?.end).toBeUndefined();
  });
});

describe('env', () => {
  test('is set, read, set once and deleted; names know no case', async () => {
    const session = await open();
    session.envSet('My-Key', 'a');
    expect(session.envGet('my_key')).toBe('a');
    session.envSet('MY_KEY', 'b');
    expect([...session.env]).toEqual([['MY_KEY', 'b']]);
    session.envSetOnce('my_key', 'b');
    expect((await failure(() => session.envSetOnce('my-key', 'c'))).code).toBe('PLAY_ALREADY_SET');
    session.envDelete('my-key');
    expect((await failure(() => session.envGet('my_key'))).code).toBe('PLAY_NOT_SET');
    session.envSetOnce('my_key', '');
    expect(session.envGet('my_key')).toBe('');
  });

  test('comes before session params, those before context params', async () => {
    const session = await open();
    session.context.params.set('a', 'context').set('b', 'context').set('c', 'context');
    session.params.set('a', 'session').set('b', 'session');
    session.envSet('A', 'env');
    expect(['a', 'B', 'c', 'd'].map(name => session.valueOf(name))).toEqual([
      'env',
      'session',
      'context',
      undefined,
    ]);
  });
});

describe('what a session keeps', () => {
  test('is read again by load, the playbook left alone', async () => {
    const home = tempFolder();
    const session = await open({ home, sessionName: 'nightly' });
    session.params.set('k', "it's\nso").setArg('word');
    session.envSet('A', '1');
    await session.save();
    const again = await open({ home, sessionName: 'nightly', playbookText: '!!a.x', clock: () => now + 5 });
    again.params.set('other', 'value').setArg('stale').delete('k');
    again.env.clear();
    expect(await again.load()).toBe(true);
    expect(again.params.equal(session.params)).toBe(true);
    expect([...again.env]).toEqual([['A', '1']]);
    expect(again.start.unix()).toBe(now);
    expect(again.playbook.heroscript()).toBe('!!a.x\n');
  });

  test('stands in files of its owner only', async () => {
    const session = await open();
    for (const file of ['session.json', 'playbook.hero'])
      expect(statSync(join(session.path, file)).mode & 0o777).toBe(0o600);
    expect(statSync(session.path).mode & 0o777).toBe(0o700);
  });

  test('is kept too when a run fails, and the error of the run is the one that is told', async () => {
    const text = '!!core.params_session_set a:1\n!!config.get key:none';
    const session = await open({ sessionName: 'nightly', playbookText: text });
    expect((await failure(() => session.run())).code).toBe('PLAY_NOT_SET');
    expect(JSON.parse(readFileSync(join(session.path, 'session.json'), 'utf8')).params.params).toHaveLength(
      1,
    );
    await session.addPlaybook({ text: '!!a.x v:1', replace: {} });
    session.playbook.actions.at(-1)?.written.set('v', '\u0000');
    expect((await failure(() => session.run())).code).toBe('ACTION_UNKNOWN');
  });

  test('is nothing that load could read when its directory is gone', async () => {
    const session = await open({ sessionName: 'nightly' });
    rmSync(session.path, { recursive: true });
    expect(await session.load()).toBe(false);
  });
});

describe('databases', () => {
  test('belong to one session, the configuration to its context', async () => {
    const home = tempFolder();
    const [one, two] = [await open({ home }), await open({ home })];
    await one.db().set('k', 'one');
    await two.db().set('k', 'two');
    await one.configDb().set('k', 'shared');
    expect(await one.db().get('k')).toBe('one');
    expect(await two.configDb().get('k')).toBe('shared');
    expect(await one.db('other').get('k')).toBeUndefined();
    expect((await failure(() => one.db('../../x'))).code).toBe('PLAY_BAD_NAME');
  });
});

describe('the log', () => {
  test('is a line of JSON in the journal for each entry', async () => {
    const session = await open();
    await session.log('all is well');
    await session.log('it\nbroke', { category: 'backup', level: 'error' });
    const lines = readFileSync(join(session.path, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
    const time = '2026-11-22T10:15:30.000Z';
    expect(lines.map(line => JSON.parse(line))).toMatchObject([
      { seq: 1, time, type: 'noted', category: 'log', level: 'info', text: 'all is well' },
      { seq: 2, time, type: 'noted', category: 'backup', level: 'error', text: 'it\nbroke' },
    ]);
  });
});

describe('asking', () => {
  const question = { id: 'colour', text: 'Which?', type: 'choice', choices: ['red', 'blue'] } as const;

  test('gives the checked answer, and asks thrice at most', async () => {
    const answers = ['green', '', 'BLUE'];
    const session = await open({ ask: async () => answers.shift() ?? 'none' });
    expect(await session.ask(question)).toBe('blue');
    expect((await failure(() => session.ask(question))).code).toBe('PLAY_BAD_ANSWER');
  });

  test('takes a session param of that name without asking', async () => {
    const session = await open({ ask: () => Promise.reject(new Error('asked')) });
    session.params.set('colour', 'Red');
    expect(await session.ask(question)).toBe('red');
    session.params.set('colour', 'green');
    expect((await failure(() => session.ask(question))).code).toBe('PLAY_BAD_ANSWER');
  });

  test('takes the default for a blank answer', async () => {
    const session = await open({ ask: async () => '' });
    expect(await session.ask({ ...question, default: 'red' })).toBe('red');
  });

  test.each<[string, Parameters<typeof open>[0]]>([
    ['not interactive', { interactive: false, ask: () => Promise.reject(new Error('asked')) }],
    ['without somebody who asks', {}],
  ])('a session that is %s takes the default, else fails', async (_what, args) => {
    const session = await open(args);
    expect(await session.ask({ ...question, default: 'blue' })).toBe('blue');
    expect((await failure(() => session.ask({ ...question, default: 'green' }))).code).toBe(
      'PLAY_BAD_ANSWER',
    );
    expect((await failure(() => session.ask(question))).code).toBe('PLAY_NO_ANSWER');
  });

  test('passes on why there is no answer', async () => {
    const session = await open({ ask: () => Promise.reject(new Error('gone')) });
    await expect(session.ask(question)).rejects.toThrow('gone');
  });
});

/** What is the same in equal sessions. */
function facts(session: Session) {
  return {
    name: session.name,
    start: session.start.full(),
    end: session.end?.full(),
    params: session.params.toJSON(),
    env: [...session.env],
    left: session.playbook.find().map(action => action.hash()),
    text: session.heroscript(),
  };
}

async function replayed(session: Session): Promise<Session> {
  const home = tempFolder();
  const again = await newSession({ home, playbookText: session.heroscript(), clock: () => now + 1e6 });
  await again.run({ unknown: 'ignore' });
  return again;
}

describe('the script of a session', () => {
  test('right after its start is its definition', async () => {
    expect((await open({ sessionName: 'nightly' })).heroscript()).toBe(
      "!!core.session_define name:nightly start:'2026-11-22 10:15:30'\n",
    );
  });

  test('begins with what the session knows', async () => {
    const session = await open({
      sessionName: 'nightly',
      playbookPriorities: { 5: 'x.*' },
      playbookText:
        "!!core.params_session_set team:'night crew' word\n!!session.env_set key:A val:'{team}'\n!!play.echo content:{A}",
    });
    await session.run();
    expect(session.heroscript()).toBe(
      `!!core.session_define name:nightly start:'2026-11-22 10:15:30' end:'2026-11-22 10:15:30'
!!core.params_session_set word team:'night crew'
!!session.env_set key:A value:'night crew'
!!core.priorities_add 5:'x.*'
!!play.echo content:'{A}'
`.replace(/(session_define) (.*) (start.*) (end.*)\n/, '$1\n    $2\n    $3\n    $4\n'),
    );
  });

  test('played again in another home gives an equal session, with the same script', async () => {
    const folder = folderWith({ 'other.hero': "!!play.echo content:'{A} of {team}'\n!!left.other k:{X}" });
    const session = await open({
      sessionName: 'nightly',
      playbookPriorities: { 5: 'a.*', 10: 'b.*' },
      playbookText: `// a comment
!!context.configure name:ops
!!core.priorities_add 3:'config.*' 5:'left.*'
!!core.params_session_set team:'night crew' word
!!core.snippet snippetname:shout content:'HEY {team}'
!!session.env_set key:A val:'{team}'
!!session.env_set key:B val:b
!!session.env_delete key:B
!!play.echo {shout}
!!play.include path:'${folder}/other.hero' replace:'X:y'
!!left.one text:'
    two

      lines
    '
!left.two 'quoted arg' k:"it's"
`,
    });
    await session.run({ unknown: 'ignore' });
    const again = await replayed(session);
    expect(again.context.name).toBe('ops');
    expect(facts(again)).toEqual(facts(session));
    expect(facts(await replayed(again))).toEqual(facts(session));
    expect(again.playbook.find().map(({ name }) => name)).toEqual(['other', 'one', 'two']);
  });

  test('plays again to an equal session, whatever the session knows', async () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd.e', 'f');
    const value = fc.oneof(
      fc.stringMatching(/^[ -~é\n]{0,20}$/).map(text => text.trim()),
      fc.constantFrom('{a}', `\${b} {C}`),
    );
    const known = fc.record({
      params: fc.dictionary(word, value),
      env: fc.dictionary(word, value),
      args: fc.array(word),
      left: fc.array(fc.constantFrom('!!left.x a:1', "!left.y 'b c'", '!!left.z t:{a}')),
    });
    await fc.assert(
      fc.asyncProperty(known, async ({ params, env, args, left }) => {
        const session = await open({ sessionName: 'nightly', playbookText: left.join('\n') });
        for (const [key, text] of Object.entries(params)) session.params.set(key, text);
        for (const arg of args) session.params.setArg(arg);
        for (const [key, text] of Object.entries(env)) session.envSet(key, text);
        let written: string;
        try {
          written = session.heroscript();
        } catch {
          return; // A value that no script can hold says so: `PARAMS_UNPRINTABLE`.
        }
        const again = await newSession({ home: tempFolder(), playbookText: written });
        await again.prepare();
        expect(facts(again)).toEqual({ ...facts(session), text: written });
      }),
      { numRuns: 30 },
    );
  });

  test('is the same for a session that is opened again', async () => {
    const home = tempFolder();
    const session = await open({
      home,
      playbookText: '!!core.params_session_set a:1\n!!play.echo content:{a}',
      run: true,
    });
    expect((await open({ home, sessionName: session.name })).heroscript()).toBe(session.heroscript());
  });
});

describe('A05: a value', () => {
  const [hostile] = sharedJson<{ id: string; input: string }>('hostile.json').filter(
    ({ id }) => id === 'A05',
  );

  test.skipIf(!hostile)('is put in once, and cannot add actions', async () => {
    const injected = "x'\n!!git.clone url:'ext::sh -c id";
    const session = await open({ playbookText: "!!play.echo content:'{A}'\n" });
    session.envSet('A', '{B}');
    session.envSet('B', injected);
    const said = heard(session);
    await session.run();
    expect(said).toEqual(['{B}']);
    expect(session.playbook.actions.map(({ fullName }) => fullName)).toEqual(['play.echo']);
  });

  test('of an include cannot add actions either', async () => {
    const folder = folderWith({ 'other.hero': `!!play.echo content:'{A}'\n!!play.echo content:'\${B}'\n` });
    const session = await open({
      playbookText: `!!play.include path:'${folder}/other.hero' replace:"A:{B},B:x' !!git.clone"`,
    });
    const said = heard(session);
    await session.run();
    expect(said).toEqual(['{B}', "x' !!git.clone"]);
    expect(session.playbook.actions).toHaveLength(3);
    expect(existsSync(join(session.context.coderoot))).toBe(false);
  });
});

describe('templates', () => {
  test.each([
    [`{A} \${A} {a}`, '1 1 1'],
    [`{{A}} {{{A}}} {NO} \${NO}`, `{{A}} {{{A}}} {NO} \${NO}`],
    ['{A }{ A}{}{A', '{A }{ A}{}{A'],
  ])('%j become %j', async (content, said) => {
    expect(await play(`!!session.env_set key:A val:1\n!!play.echo content:'${content}'`)).toEqual([said]);
  });

  test('are no matter of arguments and keys', async () => {
    expect(await play("!!session.env_set key:A val:1\n!!play.echo 'x {A}'")).toEqual(['x {A}']);
  });

  test('are filled when their action starts, with what is known then', async () => {
    const text =
      "!!play.ask name:who question:'Who?' default:Ada\n!!config.set key:a value:'by {who}'\n!!config.get key:a";
    expect(await play(text)).toEqual(['by Ada']);
  });
});
