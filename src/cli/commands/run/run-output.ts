import { visible } from '../../../base/index.ts';
import type { ActionRef, PlayEvent, PlayListener } from '../../../play/index.ts';
import type { Io } from '../../io.ts';
import { LiveLine } from '../../terminal/live-line.ts';
import { subjectOf } from './action-subject.ts';

export interface OutputOptions {
  json?: boolean;
  quiet?: boolean;
  verbose?: boolean;
}

/** How a run is shown as it happens: results on stdout, progress on stderr; with `json` one event a line. */
export function runOutput(io: Io, options: OutputOptions): PlayListener {
  if (options.json) return event => io.out(`${JSON.stringify(event)}\n`);
  const view = new RunView(io, options);
  return event => view.show(event);
}

/** A run on a terminal, or line by line where there is none. */
class RunView {
  readonly #io: Io;
  readonly #options: OutputOptions;
  readonly #line: LiveLine;

  constructor(io: Io, options: OutputOptions) {
    this.#io = io;
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
        this.#line.begin(event.action);
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
        if (!quiet && (verbose || !speaksForItself(event.action)))
          this.#tell('✓', 32, event.action, verbose ? `  (${event.seconds.toFixed(2)} s)` : '');
        break;
      case 'failed':
        this.#line.end();
        this.#tell('✗', 31, event.action, event.ignored ? `  ${event.error.message} (the run goes on)` : '');
        break;
      case 'retrying':
        this.#line.end();
        this.#tell('↻', 33, event.action, `  ${event.error.message}; again in ${event.wait} s`);
        break;
      case 'skipped':
        if (!quiet) this.#tell('–', 33, event.action, `  ${event.reason}`);
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

  #tell(sign: string, color: number, action: ActionRef, more: string): void {
    const subject = sign === '✓' ? subjectOf(action) : '';
    const tail = visible(more);
    const room = Math.min(this.#io.width, 100) - '✓   '.length - action.name.length - tail.length;
    const about = sign === '✓' ? clip(subject, room) : '';
    this.#line.below(`${mark(this.#io, sign, color)} ${visible(action.name)}${about && `  ${about}`}${tail}`);
  }
}

const speakers = /^(play\.echo|config\.(get|list)|(git|gittools)\.(clone|pull|reset|switch|list|status))$/;

/** Its only effect is what it says, so a line about it would say it twice. */
function speaksForItself({ name, text }: ActionRef): boolean {
  return speakers.test(name) && !/\binto:/.test(text);
}

/** The first line of a text, cut where the terminal ends. */
export function clip(text: string, room: number): string {
  const [line = '', ...more] = text.trim().split('\n');
  const characters = [...visible(line)];
  if (more.length === 0 && characters.length <= room) return characters.join('');
  return `${characters
    .slice(0, Math.max(room - 1, 10))
    .join('')
    .trimEnd()}…`;
}

/** A sign in a colour, where there are colours. */
export function mark(io: Pick<Io, 'color'>, sign: string, code: number): string {
  return io.color ? `\u001b[${code}m${sign}\u001b[0m` : sign;
}

/** What a script says may have several lines, but steers no terminal. */
export function printable(text: string): string {
  return text.split('\n').map(visible).join('\n');
}
