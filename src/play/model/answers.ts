import { type Ask, answerVariable, noAnswers, type OpenQuestion, type Question } from '../../action/index.ts';
import { isHeroError } from '../../base/index.ts';
import { keyName } from '../../script/index.ts';
import type { AnswerOrigin, EventSink } from '../journal/event.ts';
import type { KnownAnswers } from './session.ts';

/** The number of times that a question is asked again after a wrong answer. */
const attempts = 3;

export interface AnswerPlaces {
  readonly events: EventSink;
  /** The answers of a file or a program. */
  readonly given: Readonly<Record<string, string>>;
  /** A session param that answers a question. */
  param(id: string): string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Asks the person; undefined when the run cannot ask. */
  readonly ask: Ask | undefined;
}

/** Answers questions: from params, given answers, the environment, the journal, and then the person. */
export class Answers {
  readonly #places: AnswerPlaces;
  readonly #given: ReadonlyMap<string, string>;
  readonly #journal = new Map<string, string>();

  constructor(places: AnswerPlaces) {
    this.#places = places;
    this.#given = new Map(Object.entries(places.given).map(([id, answer]) => [keyName(id), answer]));
  }

  /** True when the person can be asked. */
  get canAsk(): boolean {
    return this.#places.ask !== undefined;
  }

  /** Remembers an earlier answer. */
  remember(id: string, answer: string): void {
    this.#journal.set(keyName(id), answer);
  }

  /** The answer that is known without asking, and its origin. */
  find({ id, default: initial, secret }: Question): { answer: string; from: AnswerOrigin } | undefined {
    const { param, environment, events } = this.#places;
    const found: readonly (readonly [AnswerOrigin, string | undefined])[] = [
      ['set', param(id)],
      ['answers', this.#given.get(keyName(id))],
      ['environment', environment[answerVariable(id)]],
      ['journal', this.#journal.get(keyName(id))],
      ['default', this.canAsk ? undefined : initial],
    ];
    for (const [from, answer] of found) {
      if (answer === undefined) continue;
      // A plan reads answers to questions that were not asked yet.
      if (secret) hide(answer, events);
      return { answer, from };
    }
    return undefined;
  }

  /** Hides the answer to a secret question in all output. */
  hide(question: Question): void {
    if (!question.secret) return;
    hide(question.default, this.#places.events);
    hide(this.find(question)?.answer, this.#places.events);
  }

  /** The answer to a question, checked. Throws PLAY_NO_ANSWER when the run cannot ask, and any error of `check`. */
  async get({ question, check, span }: OpenQuestion): Promise<string> {
    this.hide(question);
    const found = this.find(question);
    if (!found) return this.#askPerson({ question, check, ...(span && { span }) });
    const answer = check(found.answer);
    await this.#tell(question, answer, found.from);
    return answer;
  }

  async #askPerson({ question, check, span }: OpenQuestion): Promise<string> {
    const { ask, events } = this.#places;
    if (!ask) throw noAnswers([{ question, ...(span && { span }) }], 'this run cannot ask');
    const { id, text, type = 'text', secret = false } = question;
    await events.record({ type: 'asked', question: { id, text, type, ...(secret && { secret }) } });
    for (let attempt = 1; ; attempt++) {
      const typed = await ask(question, check);
      if (secret) hide(typed, events);
      try {
        const answer = check(typed === '' ? (question.default ?? '') : typed);
        await this.#tell(question, answer, 'person');
        return answer;
      } catch (error) {
        if (!isHeroError(error) || attempt >= attempts) throw error;
      }
    }
  }

  async #tell({ id, secret }: Question, answer: string, from: AnswerOrigin): Promise<void> {
    const { events } = this.#places;
    if (secret) hide(answer, events);
    // An answer that the mask would change in the journal is asked for again when the run continues.
    const isTold = !secret && !events.mask.holds(answer);
    await events.record({ type: 'answered', id, ...(isTold && { answer }), from });
  }
}

/** The answers as programs and actors see them. */
export function knownAnswers(answers: Answers): KnownAnswers {
  const { canAsk } = answers;
  return { canAsk, find: question => answers.find(question), get: question => answers.get(question) };
}

function hide(answer: string | undefined, { mask }: EventSink): void {
  if (answer === undefined) return;
  mask.add(answer);
  mask.add(answer.trim());
}
