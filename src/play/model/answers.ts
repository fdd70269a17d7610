import { type Ask, answerVariable, noAnswers, type OpenQuestion, type Question } from '../../action/index.ts';
import { isHeroError } from '../../base/index.ts';
import { keyName } from '../../script/index.ts';
import type { AnswerOrigin, EventSink } from '../journal/event.ts';
import type { KnownAnswers } from './session.ts';

/** How often the person is asked again after an answer that does not fit. */
const attempts = 3;

export interface AnswerPlaces {
  readonly events: EventSink;
  /** The answers of a file or a program. */
  readonly given: Readonly<Record<string, string>>;
  /** A session param that answers a question. */
  param(id: string): string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How the person is asked; undefined when nobody can be. */
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

  /** Whether the person can be asked. */
  get canAsk(): boolean {
    return this.#places.ask !== undefined;
  }

  /** Remembers what was answered before. */
  remember(id: string, answer: string): void {
    this.#journal.set(keyName(id), answer);
  }

  /** What answers a question without asking anybody, and where that comes from. */
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
      // A plan looks at answers that nobody has asked for yet.
      if (secret) hide(answer, events);
      return { answer, from };
    }
    return undefined;
  }

  /** Keeps what answers a secret question out of all that is told. */
  hide(question: Question): void {
    if (!question.secret) return;
    hide(question.default, this.#places.events);
    hide(this.find(question)?.answer, this.#places.events);
  }

  /** The answer to a question, checked. Throws PLAY_NO_ANSWER when nobody can be asked, and what `check` throws. */
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
    if (!ask) throw noAnswers([{ question, ...(span && { span }) }], 'nobody can be asked');
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
    // One that would be kept in another form is asked for again when the run goes on.
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
