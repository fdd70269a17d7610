/** The streams, the environment and the terminal of the command. */
export interface Io {
  /** Results. */
  out(text: string): void;
  /** Progress, notices, errors and questions. */
  err(text: string): void;
  /** All of standard input; rejects with an AbortError on an interrupt. */
  readInput(): Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True when standard input and standard output are terminals. */
  readonly isTerminal: boolean;
  /** True when a line may be redrawn: stderr is a terminal that can do it. */
  readonly isLive?: boolean;
  /** True when errors may have colours. */
  readonly color: boolean;
  /** Columns of the terminal; never 0. */
  readonly width: number;
  /** Aborts on an interrupt. An interrupt ends a command that never reads it. */
  readonly signal: AbortSignal;
}

/** The width of a stream: 100 columns without a terminal, 80 for a terminal that reports 0 or no number. */
export function streamWidth(columns: number | undefined): number {
  if (columns === undefined) return 100;
  return columns > 0 ? columns : 80;
}
