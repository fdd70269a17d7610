import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson, Source } from '../../../src/base/index.ts';
import { type Action, PlayBook } from '../../../src/play/index.ts';
import {
  keepPlaybook,
  type Mark,
  markShape,
  restorePlaybook,
} from '../../../src/play/playbook/kept-playbook.ts';
import { parse } from '../../../src/script/index.ts';
import { commit, makeUpstream, redirect, tempFolder } from '../../git/upstream.ts';
import { failure, folderWith, heard, isolate, open } from '../world.ts';

isolate();

function restored(text: string, marks: readonly Mark[]): PlayBook {
  const playbook = new PlayBook();
  restorePlaybook(playbook, parse(new Source(text)), { marks, isUnchanged: true, folder: process.cwd() });
  return playbook;
}

/** Where an action came from; that it was kept is not a part of it. */
function place({ origin: { folder, remote } }: Action) {
  return { folder, remote };
}

describe('a playbook that is kept', () => {
  const remote = { url: 'https://h/a/b', root: '/code/h/a/b' };
  const added = fc.record({
    text: fc.constantFrom('!!a.x n:1', '!!a.x n:1\n!!b.y', '// note\n!!c.z', ''),
    prio: fc.integer({ min: 0, max: 3 }),
    folder: fc.constantFrom('/one', '/two'),
    isRemote: fc.boolean(),
    done: fc.boolean(),
  });

  test('comes back with what was played, where it came from and in its order', () => {
    fc.assert(
      fc.property(fc.array(added), parts => {
        const playbook = new PlayBook();
        for (const { text, prio, folder, isRemote, done } of parts) {
          const origin = { folder, chain: [], ...(isRemote && { remote }) };
          for (const action of playbook.add(text, { prio, origin })) action.done = done;
        }
        const { text, marks } = keepPlaybook(playbook);
        const again = restored(text, JSON.parse(JSON.stringify(marks)));
        const facts = (of: PlayBook) =>
          of
            .sorted()
            .map(action => [action.hash(), action.comments, action.prio, action.done, place(action)]);
        expect(facts(again)).toEqual(facts(playbook));
      }),
    );
  });

  test('marks actions of one kind together', () => {
    const playbook = new PlayBook();
    playbook.add('!!a.x\n!!a.y\n!!a.z', { origin: { folder: '/one', chain: [] } });
    playbook.actions[0]!.done = true;
    expect(keepPlaybook(playbook).marks).toEqual([
      { count: 1, done: true, prio: 99, folder: '/one' },
      { count: 2, done: false, prio: 99, folder: '/one' },
    ]);
  });

  test('is open again after an edit, and remote when any of it was', () => {
    const playbook = restored('!!a.x\n!!a.y', [{ count: 5, done: true, prio: 1, folder: '/one', remote }]);
    expect(playbook.actions.map(({ done }) => done)).toEqual([false, false]);
    expect(playbook.actions.map(({ origin }) => origin.remote)).toEqual([remote, remote]);
  });

  test('is open when nothing is known of it', () => {
    const playbook = restored('!!a.x\n!!a.y', []);
    expect(playbook.actions.map(({ done, origin }) => [done, origin.remote])).toEqual([
      [false, undefined],
      [false, undefined],
    ]);
  });

  test.each([[{ count: 1, done: true }], 7, null, 'x'])('is refused with marks such as %j', marks => {
    const read = () => parseJson(JSON.stringify(marks), markShape, problem => new Error(problem));
    expect(read).toThrow('expected an object');
  });
});

describe('a kept session', () => {
  test('goes on with what was not played', async () => {
    const home = tempFolder();
    const text = '!!play.echo content:one\n!!config.get key:later\n!!config.list';
    const session = await open({ home, sessionName: 'nightly', playbookText: text });
    expect((await failure(() => session.run())).code).toBe('PLAY_NOT_SET');
    await session.configDb().set('later', 'two');
    const again = await open({ home, sessionName: 'nightly', resume: true });
    const said = heard(again);
    await again.run({ resume: true });
    expect(said).toEqual(['two', 'later']);
  });

  test('knows where the files of each action are, also of included ones', async () => {
    const home = tempFolder();
    const folder = folderWith({
      'a.hero': '!!play.include path:sub/b.hero',
      'sub/b.hero': '!!config.get key:x\n!!file.write path:b.txt content:b',
    });
    const session = await open({ home, sessionName: 'nightly', playbookPath: join(folder, 'a.hero') });
    await failure(() => session.run());
    await session.configDb().set('x', 'y');
    await open({ home, sessionName: 'nightly', resume: true, run: true });
    expect(readFileSync(join(folder, 'sub/b.txt'), 'utf8')).toBe('b\n');
  });

  test('that came from elsewhere stays without the rights of a local script', async () => {
    const folder = tempFolder();
    const repository = makeUpstream(join(folder, 'ada/library'));
    commit(repository, { 'play/a.hero': `!!git.clone url:'${repository}'` });
    redirect('https://git.example/', folder);
    const home = tempFolder();
    await open({ home, sessionName: 'nightly', playbookUrl: 'https://git.example/ada/library' });
    const again = await open({ home, sessionName: 'nightly' });
    expect((await failure(() => again.run())).code).toBe('GIT_LOCAL_REFUSED');
  });

  test('whose script a person edited is read as it is now', async () => {
    const home = tempFolder();
    const session = await open({
      home,
      sessionName: 'nightly',
      playbookText: '!!play.echo content:one',
      run: true,
    });
    writeFileSync(
      join(session.path, 'playbook.hero'),
      '!!play.echo content:two\n!!play.echo content:three\n',
    );
    const again = await open({ home, sessionName: 'nightly' });
    const said = heard(again);
    await again.run();
    expect(said).toEqual(['two', 'three']);
  });
});

test('one that was edited since it was kept is open, and remote if any of it was', () => {
  const playbook = new PlayBook();
  const marks = [
    { count: 1, done: true, prio: 99, folder: '/f', remote: { url: 'https://h/a/b', root: '/r' } },
  ];
  restorePlaybook(playbook, parse('!!file.delete path:x'), { marks, isUnchanged: false, folder: '/' });
  expect(playbook.actions.map(({ done, origin }) => [done, origin.remote?.url])).toEqual([
    [false, 'https://h/a/b'],
  ]);
});
