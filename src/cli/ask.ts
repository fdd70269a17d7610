import { HeroError } from '../base/index.ts';
import type { Ask, Question } from '../play/index.ts';
import type { Io } from './io.ts';

/** How the person at the terminal is asked: line by line on a dumb one, else with a picture. */
export function ask(io: Io): Ask {
  if (io.env.TERM === 'dumb') {
    return async question => {
      const { askByLine, terminalLines } = await import('./line-ask.ts');
      return askByLine(
        question,
        terminalLines(text => io.err(text)),
      );
    };
  }
  return askWithPicture;
}

async function askWithPicture(question: Question): Promise<string> {
  const prompts = await import('@clack/prompts');
  const output = process.stderr;
  const { text: message, default: initial } = question;
  const options = (question.choices ?? []).map(value => ({ value, label: value }));
  const answer = await (() => {
    switch (question.kind) {
      case 'yesno':
        return prompts.confirm({
          message,
          output,
          initialValue: initial === undefined ? true : /^(1|t|y|true|yes|on)$/i.test(initial),
        });
      case 'choice':
        return prompts.select({
          message,
          output,
          options,
          ...(initial !== undefined && { initialValue: initial }),
        });
      case 'choices':
        return prompts.multiselect({ message, output, options, required: false });
      default:
        return question.secret
          ? prompts.password({ message, output })
          : prompts.text({
              message,
              output,
              ...(initial !== undefined && { placeholder: initial, defaultValue: initial }),
            });
    }
  })();
  if (prompts.isCancel(answer)) throw new HeroError('PLAY_INTERRUPTED', 'the question was not answered');
  return Array.isArray(answer) ? answer.join(',') : String(answer ?? '');
}
