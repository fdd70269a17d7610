import { visible } from '../../base/index.ts';
import type { ActionRef, PlayEvent } from '../../play/index.ts';
import { stopwatch } from '../../sys/clock.ts';
import type { Io } from '../io.ts';

/** The delay before an action gets a line, and between two frames of it, in milliseconds. */
const firstDelay = 150;
const interval = 100;
/** A subject is left out when fewer columns are free. */
const leastSubject = 5;
const spinnerFrames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

type Progress = Extract<PlayEvent, { type: 'progress' }>;
interface RunningAction {
  readonly ref: ActionRef;
  readonly since: number;
  /** Called only at the first frame: most actions end before it. */
  readonly subject: () => string;
}

type TextWidth = typeof import('./text-width.ts');

/** The last line of a terminal while an action runs: its name, subject, progress and time. Without a terminal, nothing. */
export class LiveLine {
  readonly #io: Io;
  readonly #isLive: boolean;
  #action: RunningAction | undefined;
  #progress: Progress | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isDrawn = false;
  #frame = 0;
  #textWidth: TextWidth | undefined;
  /** True when the last printed text left its line open: the live line would continue it. */
  #isMidLine = false;

  constructor(io: Io, isWanted: boolean) {
    this.#io = io;
    this.#isLive = isWanted && io.isLive === true;
  }

  begin(ref: ActionRef, subject: () => string): void {
    this.end();
    if (!this.#isLive) return;
    this.#action = { ref, since: stopwatch(), subject };
    this.#schedule(firstDelay);
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

  /** Prints a line of the command, after ending a line that a program left open. */
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

  /** Ends, and erases the `^C` that the terminal draws for an interrupt. */
  wipe(): void {
    this.end();
    if (this.#isLive && !this.#isMidLine) this.#io.err('\r\u001b[K');
  }

  #schedule(delay: number): void {
    this.#timer = setTimeout(() => void this.#tick(), delay);
    this.#timer.unref();
  }

  async #tick(): Promise<void> {
    const action = this.#action;
    this.#textWidth ??= await import('./text-width.ts');
    // The action may have ended during the import.
    if (!action || action !== this.#action) return;
    if (!this.#isMidLine) this.#draw(action, this.#textWidth);
    this.#schedule(interval);
  }

  #draw(action: RunningAction, { columns, fit }: TextWidth): void {
    const { ref, since } = action;
    const name = `${spinnerFrames[this.#frame++ % spinnerFrames.length]} ${visible(ref.name)}`;
    const parts = [this.#progressText(), `${Math.floor(stopwatch() - since)} s`].filter(Boolean);
    const end = visible(parts.map(part => `  ${part}`).join(''));
    // A cursor in the last column may be on the next line already.
    const room = this.#io.width - 1 - columns(name) - columns(end) - 2;
    const subject = room < leastSubject ? '' : fit(visible(action.subject().split('\n', 1)[0] ?? ''), room);
    const text = fit(`${name}${subject && `  ${subject}`}${end}`, this.#io.width - 1);
    this.#io.err(`\r${this.#io.color ? `\u001b[36m${text}\u001b[0m` : text}\u001b[K`);
    this.#isDrawn = true;
  }

  #progressText(): string {
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
