import { visible } from '../../../base/index.ts';
import type { ActionRef, PlayEvent, PlayListener } from '../../../play/index.ts';
import type { Io } from '../../io.ts';
import { firstLine, mark, printable } from '../../terminal/line-text.ts';
import { LiveLine } from '../../terminal/live-line.ts';
import { fitQuickly } from '../../terminal/narrow-text.ts';

export interface OutputOptions {
  json?: boolean;
  quiet?: boolean;
  verbose?: boolean;
}

/** The param that describes an action best. */
export type SubjectOf = (action: ActionRef) => string;

/** A listener that prints a run: results on stdout, progress on stderr; with `json` each event as one line. */
export function runOutput(io: Io, options: OutputOptions, subjectOf: SubjectOf): PlayListener {
  if (options.json) return event => io.out(`${JSON.stringify(event)}\n`);
  const view = new RunView(io, options, subjectOf);
  return event => view.show(event);
}

/** The output of a run: redrawn on a terminal, line by line elsewhere. */
class RunView {
  readonly #io: Io;
  readonly #options: OutputOptions;
  readonly #subjectOf: SubjectOf;
  readonly #line: LiveLine;

  constructor(io: Io, options: OutputOptions, subjectOf: SubjectOf) {
    this.#io = io;
    this.#subjectOf = subjectOf;
    this.#options = options;
    this.#line = new LiveLine(io, !options.quiet);
  }

  show(event: PlayEvent): void {
    switch (event.type) {
      case 'said':
        this.#line.above(`${printable(event.text)}\n`, this.#io.out);
        break;
      case 'output':
        this.#line.above(event.text, event.stream === 'stdout' ? this.#io.out : this.#io.err);
        break;
      case 'started':
        this.#line.begin(event.action, () => this.#subjectOf(event.action));
        break;
      case 'progress':
        this.#line.progress(event);
        break;
      case 'asked':
        this.#line.end();
        break;
      default:
        this.#showEnd(event);
    }
  }

  #showEnd(event: PlayEvent): void {
    const { quiet, verbose } = this.#options;
    switch (event.type) {
      case 'done':
        this.#line.end();
        if (!quiet && (verbose || !isSeenInOutput(event.action)))
          this.#printLine('✓', 32, event.action, verbose ? `  (${event.seconds.toFixed(2)} s)` : '');
        break;
      case 'failed':
        this.#line.end();
        this.#printLine(
          '✗',
          31,
          event.action,
          event.ignored ? `  ${event.error.message} (the run continues)` : '',
        );
        break;
      case 'retrying':
        this.#line.end();
        this.#printLine('↻', 33, event.action, `  ${event.error.message}; again in ${event.wait} s`);
        break;
      case 'skipped':
        if (!quiet) this.#printLine('–', 33, event.action, `  ${event.reason}`);
        break;
      case 'noticed':
        this.#line.above(`note: ${visible(event.text)}\n`, this.#io.err);
        break;
      case 'interrupted':
        this.#line.wipe();
        break;
      case 'ended':
        this.#line.end();
        break;
    }
  }

  #printLine(sign: string, color: number, action: ActionRef, more: string): void {
    const subject = sign === '✓' ? this.#subjectOf(action) : '';
    const tail = visible(more);
    const room = Math.min(this.#io.width, 100) - '✓   '.length - action.name.length - tail.length;
    const about = sign === '✓' ? fitQuickly(firstLine(subject), Math.max(room, 11)) : '';
    this.#line.below(`${mark(this.#io, sign, color)} ${visible(action.name)}${about && `  ${about}`}${tail}`);
  }
}

const printsItsResult =
  /^(play\.echo|config\.(get|list)|(git|gittools)\.(clone|pull|reset|switch|list|status))$/;

/** True when the output of an action already has everything that a line about it would have. */
function isSeenInOutput({ name, text }: ActionRef): boolean {
  return printsItsResult.test(name) && !/\binto:/.test(text);
}
