/** All that the command touches of the world. */
export interface Io {
  /** Results. */
  out(text: string): void;
  /** Everything else: progress, notices, errors, questions. */
  err(text: string): void;
  /** All of standard input; rejects with an AbortError on an interrupt. */
  readInput(): Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard input and standard output are terminals. */
  readonly isTerminal: boolean;
  /** Whether a line may be drawn again and again: errors go to a terminal that can. */
  readonly isLive?: boolean;
  /** Whether errors may have colours. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Ends when the person interrupts. A command that never reads it is ended by the interrupt itself. */
  readonly signal: AbortSignal;
}
