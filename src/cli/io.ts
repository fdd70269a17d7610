/** The streams, the environment and the terminal of the command. */
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
  /** Whether a line may be redrawn: stderr is a terminal that can. */
  readonly isLive?: boolean;
  /** Whether errors may have colours. */
  readonly color: boolean;
  /** Columns of the terminal; never 0. */
  readonly width: number;
  /** Aborts on an interrupt. A command that never reads it is ended by the interrupt itself. */
  readonly signal: AbortSignal;
}

/** The width of a stream: 100 columns without a terminal, 80 for a terminal that reports 0 or no number. */
export function streamWidth(columns: number | undefined): number {
  if (columns === undefined) return 100;
  return columns > 0 ? columns : 80;
}
