import { beforeEach, describe, expect, test } from 'vitest';
import type { Ask, Question } from '../../../src/action/index.ts';
import { HeroError } from '../../../src/base/index.ts';
import type { PlayEvent } from '../../../src/play/journal/event.ts';
import { PlayEvents } from '../../../src/play/journal/play-events.ts';
import { type AnswerPlaces, Answers } from '../../../src/play/model/answers.ts';
import { failure } from '../world.ts';

let events: PlayEvent[];

beforeEach(() => {
  events = [];
});

function answers(places: Partial<AnswerPlaces> = {}): Answers {
  const told = new PlayEvents(() => '2026-11-22T10:15:30.000Z');
  told.on(event => events.push(event));
  const nothing = { given: {}, environment: {}, ask: undefined };
  return new Answers({ events: told, param: () => undefined, ...nothing, ...places });
}

const city: Question = { id: 'city', text: 'Where to?', default: 'Delft' };
const check = (answer: string) => {
  if (answer === '') throw new HeroError('PLAY_BAD_ANSWER', 'say something');
  return answer.toLowerCase();
};

test('come from the nearest place that has one', async () => {
  const places: [string, Partial<AnswerPlaces>][] = [
    ['set', { param: id => (id === 'city' ? 'set' : undefined) }],
    ['answers', { given: { CITY: 'answers' } }],
    ['environment', { environment: { HERO_ANSWER_CITY: 'environment' } }],
    ['journal', {}],
    ['person', { ask: async () => 'person' }],
    ['default', {}],
  ];
  for (const [at, [from]] of places.entries()) {
    // Those that are nearer have none.
    const asked = answers(Object.assign({}, ...places.slice(at).map(([, place]) => place)));
    if (at <= 3) asked.remember('City', 'journal');
    expect(await asked.get({ question: city, check })).toBe(from === 'default' ? 'delft' : from);
    expect(events.at(-1)).toMatchObject({ type: 'answered', id: 'city', from });
  }
});

describe('the person', () => {
  test('is asked again after an answer that does not fit, but not for ever', async () => {
    let count = 0;
    const ask: Ask = async () => (++count < 3 ? ' ' : 'Ghent');
    const strict = (answer: string) => check(answer.trim());
    const { default: _, ...open } = city;
    expect(await answers({ ask }).get({ question: open, check: strict })).toBe('ghent');
    const mute: Ask = async () => '';
    const error = await failure(() => answers({ ask: mute }).get({ question: open, check }));
    expect(error.code).toBe('PLAY_BAD_ANSWER');
  });

  test('takes the default by saying nothing', async () => {
    expect(await answers({ ask: async () => '' }).get({ question: city, check })).toBe('delft');
  });

  test('who cannot be asked is told what is open', async () => {
    const { default: _, ...open } = city;
    const error = await failure(() => answers().get({ question: open, check }));
    expect(error).toMatchObject({ code: 'PLAY_NO_ANSWER' });
    expect(error.diagnostics[0]?.message).toContain('`city`');
  });
});

test('a secret is in no event, wherever it comes from', async () => {
  const question = { ...city, secret: true, default: 'default-word' };
  const ask: Ask = async () => 'typed-word';
  for (const places of [{ ask }, { given: { city: 'given-word' } }, {}])
    expect(await answers(places).get({ question, check })).toMatch(/^(typed|given|default)-word$/);
  expect(JSON.stringify(events)).not.toMatch(/-word/);
  expect(events.filter(({ type }) => type === 'answered')).toHaveLength(3);
});
