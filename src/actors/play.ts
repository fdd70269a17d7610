import { type ActionPlan, checkAnswer, p, type Question } from '../action/index.ts';
import { HeroError } from '../base/index.ts';
import { defineActor } from '../play/index.ts';
import { readForPlan } from './file-plan.ts';
import { includeScripts, includeShape, planInclude } from './include.ts';

/** Includes scripts, loads actors, and talks to the person. */
export const play = defineActor('play', {
  include: {
    summary: 'Inserts the actions of another script in place of this one.',
    params: includeShape,
    prepares: true,
    rehearses: true,
    effect: 'pure',
    examples: ['!!play.include path:other.hero', "!!play.include path:other.hero replace:'WHO:the crew'"],
    plan: planInclude,
    run: includeScripts,
  },
  use: {
    summary: 'Loads the actors and modules of a JavaScript or TypeScript file.',
    params: {
      path: p.path().optional().describe('the file; relative to the script'),
      url: p.text().optional().describe('refused: actors come from this machine only'),
    },
    prepares: true,
    rehearses: true,
    effect: 'pure',
    examples: ['!!play.use path:greet.js\n!!greet.hello who:Ada'],
    async plan({ path }, { observe }): Promise<ActionPlan> {
      // The plan observes the file, so that a kept plan is refused once the file has changed.
      if (path !== undefined) await observe(path, () => readForPlan(path));
      return { changes: [] };
    },
    run: ({ path, url }, { session, action }) => session.use(action, { path, url }),
  },
  echo: {
    summary: 'Prints a line for the person who runs the script.',
    params: { content: p.text().optional().describe('the line; arguments work as well') },
    effect: 'pure',
    examples: ["!!play.echo content:'Good morning'", "!!play.echo 'Good morning'"],
    run({ content }, { action, say }) {
      say(content ?? [action.params.getArg(0), ...action.params.args.slice(1)].join(' '));
    },
  },
  ask: {
    summary: 'Asks the person and keeps the answer as a param of the session.',
    params: {
      name: p.text().describe('the param that gets the answer'),
      question: p.text().describe('the text of the question'),
      type: p.choice('text', 'yesno', 'choice', 'choices').default('text'),
      choices: p.list().default([]).describe('the choices'),
      default: p.text().optional().describe('the answer when there is no other'),
      minlen: p.int().default(0).describe('the least number of characters of an answer'),
      secret: p.bool().default(false).describe('hide the answer while it is typed'),
    },
    examples: [
      "!!play.ask name:colour question:'Which colour?' default:blue\n!!play.echo content:'You chose {colour}'",
    ],
    effect: 'idempotent',
    asks: params => [questionOf(params)],
    plan(params, { session }): ActionPlan {
      const question = questionOf(params);
      const found = session.answers.find(question);
      if (!found) return { changes: [], unknown: ['the answer'] };
      return { changes: [], sets: { [params.name]: checkAnswer(question, found.answer) } };
    },
    sets: ({ name }) => [name],
    async run(params, { session }) {
      session.params.set(params.name, await session.ask(questionOf(params)));
    },
  },
});

interface AskParams {
  readonly name: string;
  readonly question: string;
  readonly type: string;
  readonly choices: readonly string[];
  readonly minlen: number;
  readonly secret: boolean;
  readonly default: string | undefined;
}

function questionOf({
  name,
  question,
  type,
  choices,
  minlen,
  secret,
  default: initial,
}: AskParams): Question {
  if (type.startsWith('choice') && choices.length === 0) {
    throw new HeroError('PARAMS_MISSING', 'expected `choices`, but found none', {
      hint: 'write `choices:red, blue`',
    });
  }
  const asked = { id: name, text: question, type, choices, minLength: minlen, secret };
  return initial === undefined ? asked : { ...asked, default: initial };
}
