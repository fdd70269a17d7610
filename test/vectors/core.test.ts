import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/index.ts';
import { failure, folderWith, isolate, open, writeFiles } from '../play/world.ts';
import { sharedJson } from '../support/shared.ts';

isolate();

interface CoreVector {
  id: string;
  area: string;
  input: { text?: string; path?: string; files?: Record<string, string> };
  expected: unknown;
}

/** Ours where it differs from the original's on purpose. An include is shown before what it brought. */
const ours: Record<string, { ours: unknown; why: string }> = {
  'core-001': {
    ours: {
      actions: [
        { name: 'session.env_set', done: true },
        { name: 'a.b', params: { p: '{NAME}' }, done: false },
      ],
    },
    why: 'Q74: session actions prepare a script by themselves; rule 22: a template is filled when its action starts',
  },
  'core-003': { ours: { error: 'PLAY_ALREADY_SET' }, why: 'rule 23: errors have codes' },
  'core-004': {
    ours: {
      actions: [
        { name: 'play.include', done: true },
        { name: 'play.include', done: true },
        { name: 'm.b', done: false },
        { name: 'm.a', done: false },
      ],
    },
    why: 'Q76: includes in included files are played; rule 22: what they bring stands in their place',
  },
  'core-005': {
    ours: {
      actions: [
        { name: 'play.include', done: true },
        { name: 'm.a', done: false },
        { name: 'play.include', done: true },
        { name: 'm.a', done: false },
      ],
    },
    why: 'Q76: none is left open; rule 22: each brings its actions to its own place, so twice',
  },
  'core-006': {
    ours: { error: 'PLAY_PATH_NOT_FOUND', resolved: 'sub/a.hero' },
    why: 'Q77: relative to the folder of the script, or to the working directory for a text',
  },
  'core-010': { ours: ['m.b', 'm.c', 'h.a', 's.z'], why: 'Q71: folders in folders are read' },
};

/** Plays what prepares, and shows what the playbook is then. */
async function played({ input }: CoreVector, root: string): Promise<unknown> {
  const move = (text: string) => text.replaceAll('/w/', `${root}/w/`);
  const { text, path, files = {} } = input;
  writeFiles(root, Object.fromEntries(Object.entries(files).map(([name, content]) => [name, move(content)])));
  if (text === undefined && path === undefined)
    return names((await open({ playbookPath: root })).playbook.actions);
  const source = path === undefined ? { playbookText: move(text ?? '') } : { playbookPath: join(root, path) };
  const session = await open(source);
  await session.prepare();
  return { actions: session.playbook.actions.map(shape) };
}

const names = (actions: readonly Action[]) => actions.map(({ fullName }) => fullName);

function shape({ fullName: name, params, done }: Action) {
  const isPrepared = /^(play|session)\./.test(name) || params.empty();
  return { name, ...(!isPrepared && { params: Object.fromEntries(params.toMap()) }), done };
}

const vectors = sharedJson<CoreVector>('vectors/language.json').filter(({ area }) => area === 'core');
// core-007 is about `@key`, which section 1 of the decisions takes out.
const bound = vectors.filter(({ id }) => id !== 'core-007');

describe.skipIf(vectors.length === 0)('core vectors', () => {
  test.each(bound.map(vector => [vector.id, vector] as const))('%s', async (id, vector) => {
    const root = folderWith({});
    const expected = ours[id]?.ours ?? vector.expected;
    if (typeof expected === 'object' && expected !== null && 'error' in expected) {
      const error = await failure(() => played(vector, root));
      expect(error.code).toBe(expected.error);
      if ('resolved' in expected)
        expect(error.message).toContain(join(process.cwd(), String(expected.resolved)));
      return;
    }
    expect(await played(vector, root)).toEqual(expected);
  });

  test('core-001: its template is filled when its action starts', async () => {
    const session = await open({ playbookText: bound[0]?.input.text ?? '' });
    const started: string[] = [];
    for await (const action of session.play('a.b')) started.push(action.params.get('p'));
    expect(started).toEqual(['x']);
  });

  test('where ours differs, it does so for a reason', () => {
    for (const [id, { ours: mine, why }] of Object.entries(ours)) {
      expect(why).toMatch(/^(Q\d+|rule \d+)/);
      expect(mine).not.toEqual(bound.find(vector => vector.id === id)?.expected);
    }
  });
});
