import { p } from '../action/index.ts';
import { HeroError } from '../base/index.ts';
import { defineActor } from '../play/index.ts';
import { includeScripts, includeShape } from './include.ts';

/** What steers a play and talks to the person. */
export const play = defineActor('play', {
  include: {
    summary: 'Puts the actions of another script in the place of this one.',
    params: includeShape,
    prepares: true,
    examples: ['!!play.include path:other.hero', "!!play.include path:other.hero replace:'WHO:the crew'"],
    run: includeScripts,
  },
  echo: {
    summary: 'Says something to the person who runs the script.',
    params: { content: p.text().optional().describe('what to say; arguments will do as well') },
    examples: ["!!play.echo content:'Good morning'", "!!play.echo 'Good morning'"],
    run({ content }, { action, say }) {
      say(content ?? [action.params.getArg(0), ...action.params.args.slice(1)].join(' '));
    },
  },
  ask: {
    summary: 'Asks the person and keeps the answer as a param of the session.',
    params: {
      name: p.text().describe('the param that takes the answer'),
      question: p.text().describe('what to ask'),
      type: p.choice('text', 'yesno', 'choice', 'choices').default('text'),
      choices: p.list().default([]).describe('what there is to choose from'),
      default: p.text().optional().describe('the answer when none is given'),
      minlen: p.int().default(0).describe('the fewest characters of an answer'),
      secret: p.bool().default(false).describe('whether the answer is hidden while it is typed'),
    },
    examples: [
      "!!play.ask name:colour question:'Which colour?' default:blue\n!!play.echo content:'You chose {colour}'",
    ],
    async run({ name, question, type, choices, minlen, secret, default: fallback }, { session }) {
      if (type.startsWith('choice') && choices.length === 0) {
        throw new HeroError('PARAMS_MISSING', 'expected `choices` to choose from, but found none', {
          hint: 'write `choices:red, blue`',
        });
      }
      const asked = { id: name, text: question, kind: type, choices, minLength: minlen, secret };
      const answer = await session.ask(fallback === undefined ? asked : { ...asked, default: fallback });
      session.params.set(name, answer);
    },
  },
});
