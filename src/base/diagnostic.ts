import type { Code } from './codes.ts';
import type { Span } from './source.ts';

/** Something to tell about a place in a text. Language tools return these, they never throw them. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: 'error' | 'warning';
  /** What was found and what was expected, in one sentence, the user's own words in backticks. */
  readonly message: string;
  readonly span?: Span;
  /** One thing to do. */
  readonly hint?: string;
  /** Another place that explains this one, e.g. where a quote was opened. */
  readonly related?: { readonly message: string; readonly span: Span };
}

/** `file:line:column` of a span. */
export function place(span: Span): string {
  const { line, column } = span.source.position(span.start);
  return `${span.source.name}:${line}:${column}`;
}
