import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { defineActor, newSession, p, type Session, type SessionArgs } from '../../../src/index.ts';
import { failure, folderWith, isolate } from '../world.ts';

isolate();

const url = 'https://ada:hunter2@example.org/x';
let home: string;
let played: string[];

beforeEach(() => {
  home = folderWith({});
  played = [];
});

const actor = defineActor('a', {
  set: {
    summary: 'Sets a param.',
    params: { value: p.text() },
    run: ({ value }, { session }) => {
      session.params.set('repo', value);
    },
  },
  fetch: {
    summary: 'Fails the first time.',
    params: { from: p.text() },
    effect: 'idempotent',
    run: ({ from }) => {
      played.push(from);
      if (played.length === 1) throw new Error('no luck');
    },
  },
});

function open(args: SessionArgs): Promise<Session> {
  return newSession({ home, sessionName: 'nightly', actors: [actor], ...args });
}

function kept({ path }: Session): string {
  const files = ['session.json', 'playbook.hero', 'journal.jsonl'].map(name => join(path, name));
  return files.map(file => readFileSync(file, 'utf8')).join('\n');
}

describe('a value with a password in a URL is asked for again', () => {
  test.each<[string, string, (session: Session) => unknown, SessionArgs]>([
    ['a param that was given', '', session => session.params.set('repo', url), {}],
    ['an answer', "!!play.ask name:repo question:'Where from?'", () => {}, { answers: { repo: url } }],
    ['a param that an action set', '!!a.set value:{place}', session => session.envSet('place', url), {}],
  ])('%s', async (_, first, set, args) => {
    const path = join(home, 'a.hero');
    writeFileSync(path, `${first}\n!!a.fetch from:{repo}\n`);
    const session = await open({ playbookPath: path, ...args });
    set(session);
    await failure(() => session.run());
    expect(kept(session)).not.toContain('hunter2');
    const again = async (more: SessionArgs) => {
      const next = await open({ resume: true, ...more });
      await next.run({ resume: true });
    };
    // Also when nobody could answer in between.
    for (let time = 0; time < 2; time++) expect((await failure(() => again({}))).code).toBe('PLAY_NO_ANSWER');
    await again({ answers: { repo: url } });
    expect(played).toEqual([url, url]);
  });
});

test('an env name with a secret is not kept, the others are', async () => {
  const session = await open({ playbookText: '' });
  session.envSet('REPO', url);
  session.envSet('CITY', 'Ghent');
  await session.save();
  expect([...(await open({})).env]).toEqual([['CITY', 'Ghent']]);
});
