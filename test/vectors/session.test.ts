import { describe, expect, test, vi } from 'vitest';
import { isolate } from '../play/world.ts';
import { sharedJson } from '../support/shared.ts';
import { callSession, type SessionVector } from './session-calls.ts';

isolate();

/** What is missing in a store is undefined, not the empty text (rule 32). */
const ours: Record<string, unknown> = { 'dbfs-056': [undefined, false] };

/** Section 1 of the decisions takes these out. */
const unbound = [
  'session-006',
  'session-021',
  'session-029',
  'session-030',
  'session-033',
  'session-036',
  'session-042',
  'giturl-038',
];
const boundStore = [
  'dbfs-041',
  'dbfs-042',
  'dbfs-043',
  'dbfs-052',
  'dbfs-054',
  'dbfs-055',
  'dbfs-056',
  'dbfs-059',
];

/** Vectors that say something else than the decisions, with the reason. */
const wrong: Record<string, string> = {
  'session-003': 'rule 26: a context is known by its name; there are no numbers to put in front of it',
  'session-023': 'prose is free: an include inside a sentence is text, and indented it is an action',
};

/** The codes that the errors of an area have with us; their words are no part of the vectors. */
const errors: Record<string, RegExp> = {
  ourtime: /^PARAMS_TIME_(FORMAT|VALUE)$/,
  giturl: /^GIT_(BAD_URL|NOT_A_CHECKOUT)$/,
  git: /^GIT_LOCAL_CHANGES$/,
  ui: /^PLAY_NO_ANSWER$/,
  session: /^PLAY_(BAD_ARGUMENTS|PATH_NOT_FOUND|INCLUDE_TARGET|INCLUDE_CYCLE|ALREADY_SET|NOT_SET)$/,
};

const vectors = sharedJson<SessionVector>('vectors/session.json');
const isBound = ({ id, area }: SessionVector) =>
  (area === 'dbfs' ? boundStore.includes(id) : !unbound.includes(id)) && !(id in wrong);
const bound = vectors.filter(isBound);

describe.skipIf(vectors.length === 0)('session vectors', () => {
  test.each(bound.map(vector => [vector.id, vector] as const))('%s', async (id, vector) => {
    const { tz = 'UTC' } = vector.input as { tz?: string };
    vi.stubEnv('TZ', tz);
    const { expected } = vector;
    const outcome = await callSession(vector);
    const isError = typeof expected === 'object' && expected !== null && 'error' in expected;
    if (isError) expect(outcome).toEqual({ error: expect.stringMatching(errors[vector.area] as RegExp) });
    else expect(outcome).toEqual(ours[id] ?? expected);
  });

  test('every vector that is told apart here exists', () => {
    const ids = vectors.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([...unbound, ...boundStore, ...Object.keys(wrong)]));
    expect(bound.length).toBeGreaterThan(150);
  });
});
