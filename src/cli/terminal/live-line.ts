import { columns, visible } from '../../base/index.ts';
import type { ActionRef, PlayEvent } from '../../play/index.ts';
import { stopwatch } from '../../sys/clock.ts';
import { subjectOf } from '../commands/run/action-subject.ts';
import type { Io } from '../io.ts';

/** How long an action runs before it gets a line, and how often that is drawn, in milliseconds. */
const patience = 150;
const pace = 100;
/** The least columns that a subject is worth. */
const least = 5;
const wheel = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

type Progress = Extract<PlayEvent, { type: 'progress' }>;

/** The last line of a terminal while an action runs: what it is, for how long, and how far. Elsewhere nothing. */
export class LiveLine {
  readonly #io: Io;
  readonly #isLive: boolean;
  #action: { ref: ActionRef; since: number; subject: string } | undefined;
  #progress: Progress | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isDrawn = false;
  #turn = 0;
  /** Whether what was printed last did not end its line: the live line would be written behind it. */
  #isMidLine = false;

  constructor(io: Io, isWanted: boolean) {
    this.#io = io;
    this.#isLive = isWanted && io.isLive === true;
  }

  begin(ref: ActionRef): void {
    this.end();
    if (!this.#isLive) return;
    this.#action = { ref, since: stopwatch(), subject: '' };
    this.#timer = setTimeout(() => this.#tick(), patience);
    this.#timer.unref();
  }

  progress(progress: Progress): void {
    this.#progress = progress;
  }

  /** Prints a text above the line. */
  above(text: string, print: (text: string) => void): void {
    this.#erase();
    print(text);
    this.#isMidLine = !text.endsWith('\n');
  }

  /** Prints a line of our own: behind a line that a program left open, it starts a new one. */
  below(text: string): void {
    this.#erase();
    if (this.#isLive && this.#isMidLine) this.#io.err('\n');
    this.#isMidLine = false;
    this.#io.err(`${text}\n`);
  }

  end(): void {
    this.#erase();
    clearTimeout(this.#timer);
    this.#action = undefined;
    this.#progress = undefined;
  }

  /** Ends, and takes away what the terminal itself has drawn of a key: `^C`. */
  wipe(): void {
    this.end();
    if (this.#isLive && !this.#isMidLine) this.#io.err('\r\u001b[K');
  }

  #tick(): void {
    this.#draw();
    this.#timer = setTimeout(() => this.#tick(), pace);
    this.#timer.unref();
  }

  #draw(): void {
    if (!this.#action || this.#isMidLine) return;
    const { ref, since } = this.#action;
    this.#action.subject ||= subjectOf(ref);
    const name = `${wheel[this.#turn++ % wheel.length]} ${visible(ref.name)}`;
    const parts = [this.#howFar(), `${Math.floor(stopwatch() - since)} s`].filter(Boolean);
    const end = visible(parts.map(part => `  ${part}`).join(''));
    // In the last column the cursor may be in the next line already.
    const room = this.#io.width - 1 - columns(name) - columns(end) - 2;
    const subject = room < least ? '' : fit(visible(this.#action.subject.split('\n', 1)[0] ?? ''), room);
    const text = fit(`${name}${subject && `  ${subject}`}${end}`, this.#io.width - 1);
    this.#io.err(`\r${this.#io.color ? `\u001b[36m${text}\u001b[0m` : text}\u001b[K`);
    this.#isDrawn = true;
  }

  #howFar(): string {
    if (!this.#progress) return '';
    const { done, total, unit = '' } = this.#progress;
    if (total === undefined || total === 0) return `${done} ${unit}`.trim();
    return `${Math.floor((100 * done) / total)} %`;
  }

  #erase(): void {
    if (this.#isDrawn) this.#io.err('\r\u001b[K');
    this.#isDrawn = false;
  }
}

/** A text cut to so many columns. */
function fit(text: string, room: number): string {
  if (columns(text) <= room) return text;
  let kept = '';
  for (const character of text) {
    if (columns(kept + character) >= room) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
