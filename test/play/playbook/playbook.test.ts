import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlayBook, sessionPriorities } from '../../../src/play/index.ts';
import { parse } from '../../../src/script/index.ts';
import { thrown } from '../../params/thrown.ts';

function book(text: string): PlayBook {
  const playbook = new PlayBook();
  playbook.add(text, { name: 'a.hero' });
  return playbook;
}

const names = (playbook: PlayBook, filter = '') => playbook.find({ filter }).map(({ fullName }) => fullName);

describe('adding', () => {
  test('numbers actions through all texts', () => {
    const playbook = book('!!a.x\n!!a.y');
    expect(playbook.add('!!b.x').map(({ id }) => id)).toEqual([3]);
    expect(playbook.actions.map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  test('takes nothing of a text with errors', () => {
    const playbook = book('!!a.x');
    const error = thrown(() => playbook.add("!!b.x\n!!b.y v:'open\n!!b.z v:'open", { name: 'b.hero' }));
    expect(error.code).toBe('PLAY_SCRIPT_ERRORS');
    expect(error.message).toBe('b.hero has 2 errors, so nothing of it is played');
    expect(error.diagnostics.map(({ code }) => code)).toEqual([
      'SCRIPT_UNCLOSED_QUOTE',
      'SCRIPT_UNCLOSED_QUOTE',
    ]);
    expect(names(playbook)).toEqual(['a.x']);
  });

  test('behind an action takes its prio and its place', () => {
    const playbook = new PlayBook();
    const [first] = playbook.add('!!a.x\n!!a.z', { prio: 7 });
    const added = playbook.insertAfter(first!, [
      { document: parse('!!b.x'), origin: { folder: '/', chain: [] } },
      { document: parse('!!b.y'), origin: { folder: '/', chain: [] } },
    ]);
    expect(names(playbook)).toEqual(['a.x', 'b.x', 'b.y', 'a.z']);
    expect(added.map(({ prio }) => prio)).toEqual([7, 7]);
  });
});

describe('finding', () => {
  test('gives open actions in the order of play: by priority, by prio, by text', () => {
    const playbook = new PlayBook(sessionPriorities);
    playbook.add('!!late.x\n!!git.clone n:1\n!!play.echo');
    playbook.add('!!early.x\n!!git.clone n:2', { prio: 5 });
    expect(playbook.find().map(action => action.heroscript())).toEqual([
      '!!play.echo',
      '!!git.clone n:2',
      '!!git.clone n:1',
      '!!early.x',
      '!!late.x',
    ]);
  });

  test('follows priorities that are added later', () => {
    const playbook = book('!!a.x\n!!b.x\n!!c.x');
    playbook.addPriorities({ 1: 'c.*' });
    expect(names(playbook)).toEqual(['c.x', 'a.x', 'b.x']);
    playbook.addPriorities({ 0: 'b.*' });
    expect(names(playbook)).toEqual(['b.x', 'c.x', 'a.x']);
    expect(playbook.names()).toEqual(['x', 'x', 'x']);
  });

  test('passes over played actions unless it is asked for them', () => {
    const playbook = book('!!a.x\n!!a.y');
    playbook.actions[0]!.done = true;
    expect(names(playbook, 'a.*')).toEqual(['a.y']);
    expect(playbook.find({ filter: 'a.x', includeDone: true })).toHaveLength(1);
    expect(playbook.sorted()).toHaveLength(2);
  });

  test('finds what was added after an earlier search', () => {
    const playbook = book('!!a.x');
    expect(names(playbook, 'b.x')).toEqual([]);
    playbook.add('!!b.x');
    expect(names(playbook, 'b.x')).toEqual(['b.x']);
  });

  test('by an exact name looks at the matches only', () => {
    const playbook = book(Array.from({ length: 2000 }, (_, at) => `!!a.x${at % 1000}\n`).join(''));
    playbook.find({ filter: 'a.x1' });
    let looks = 0;
    for (const action of playbook.actions) {
      Object.defineProperty(action, 'done', { get: () => ++looks < 0 });
    }
    expect(playbook.find({ filter: 'a.x7,a.x8' })).toHaveLength(4);
    expect(looks).toBe(4);
  });

  test('gives each match once, whatever the filter', () => {
    const name = fc.constantFrom('a.x', 'a.y', 'b.x', 'core.x');
    fc.assert(
      fc.property(
        fc.array(name),
        fc.array(fc.oneof(name, fc.constantFrom('a.*', '*.x', '.y', 'x', ''))),
        (all, filter) => {
          const playbook = book(all.map(each => `!!${each}\n`).join(''));
          const found = playbook.find({ filter: filter.join(',') });
          expect(new Set(found).size).toBe(found.length);
          expect(found.map(({ id }) => id)).toEqual(found.map(({ id }) => id).sort((a, b) => a - b));
        },
      ),
    );
  });
});

describe('one action', () => {
  const playbook = book('!!a.x\n!!a.x\n!!b.x');

  test('is got when it is the only one', () => {
    expect(playbook.get({ filter: 'b.x' }).id).toBe(3);
    expect(playbook.ensureOnce({ filter: 'b.x' }).id).toBe(3);
    expect(playbook.maxOnce({ filter: 'b.x' })).toBe(true);
    expect(playbook.existsOnce({ filter: 'b.x' })).toBe(true);
  });

  test('is not found when there is none', () => {
    expect(thrown(() => playbook.get({ filter: 'c.x' })).code).toBe('PLAY_NOT_FOUND');
    expect(playbook.maxOnce({ filter: 'c.x' })).toBe(false);
    expect(playbook.exists({ filter: 'c.x' })).toBe(false);
    expect(playbook.existsOnce({ filter: 'c.x' })).toBe(false);
  });

  test('is refused, with the places, when there are more', () => {
    for (const run of [() => playbook.get({ filter: 'a.x' }), () => playbook.maxOnce({ filter: 'a.x' })]) {
      const error = thrown(run);
      expect(error.code).toBe('PLAY_MORE_THAN_ONE');
      expect(error.message).toBe(
        'expected one action that matches `a.x`, but found 2: a.x (a.hero:1:1), a.x (a.hero:2:1)',
      );
    }
    expect(playbook.exists({ filter: 'a.x' })).toBe(true);
    expect(playbook.existsOnce({ filter: 'a.x' })).toBe(false);
  });
});

describe('what is left', () => {
  test('is an error that names each', () => {
    const playbook = book('!!a.x\n!!b.x\n!!b.y');
    expect(thrown(() => playbook.emptyCheck()).message).toBe(
      '3 actions were not played: a.x (a.hero:1:1), b.x (a.hero:2:1), b.y (a.hero:3:1)',
    );
    playbook.actions[0]!.done = true;
    playbook.ensureProcessed({ filter: 'a.*' });
    expect(thrown(() => playbook.ensureProcessed({ filter: 'b.*', includeDone: true })).code).toBe(
      'PLAY_ACTIONS_LEFT',
    );
    for (const action of playbook.actions) action.done = true;
    playbook.emptyCheck();
  });
});

describe('the params of several actions', () => {
  test('are merged, a later one wins', () => {
    const merged = book('!!a.x n:1 m:1 word\n!!b.x n:3\n!!a.x n:2').params('a.x');
    expect(Object.fromEntries(merged.toMap())).toEqual({ n: '2', m: '1' });
    expect(merged.args).toEqual(['word']);
  });
});

describe('the text of a playbook', () => {
  test('holds open actions, played ones on request, and leaves out what it is told to', () => {
    const playbook = book('!!a.x\n// why\n!!b.x n:1\n!!c.x');
    playbook.actions[0]!.done = true;
    expect(playbook.heroscript()).toBe('!!b.x n:1\n!!c.x\n');
    expect(playbook.heroscript({ showDone: true, except: ({ actor }) => actor === 'c' })).toBe(
      '!!a.x\n!!b.x n:1\n',
    );
    expect(playbook.heroscript({ comments: true })).toBe('// why\n!!b.x n:1\n!!c.x\n');
  });

  test('read back plays in the same order and has the same hashes', () => {
    const text = fc.array(
      fc.constantFrom('!!a.x n:1\n', '!b.y w\n', '!!git.clone url:x\n', "!!!core.z t:'a b'\n"),
    );
    const prios = fc.array(fc.tuple(text, fc.integer({ min: 0, max: 99 })));
    fc.assert(
      fc.property(prios, texts => {
        const playbook = new PlayBook(sessionPriorities);
        for (const [lines, prio] of texts) playbook.add(lines.join(''), { prio });
        const again = new PlayBook(sessionPriorities);
        again.add(playbook.heroscript());
        expect(again.find().map(action => action.hash())).toEqual(
          playbook.find().map(action => action.hash()),
        );
        expect(again.heroscript()).toBe(playbook.heroscript());
      }),
    );
  });

  test('has a hash of its own, also for what was played', () => {
    const playbook = book('!!a.x\n!!b.x');
    const before = playbook.hash();
    playbook.actions[0]!.done = true;
    expect(playbook.hash()).toBe(before);
    expect(book('!!b.x\n!!a.x').hash()).not.toBe(before);
  });
});
