import type { Code } from './codes.ts';
import { hideByName } from './secret-name.ts';
import type { Span } from './source.ts';

/** The symbol that Node's console and `util.inspect` look up; registered, so that nothing of Node is imported. */
const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** A message about a place in a text. Language tools return diagnostics and never throw them. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: 'error' | 'warning';
  /** The finding, then the expectation, in one sentence, with the user's own words in backticks. */
  readonly message: string;
  readonly span?: Span;
  /** One imperative sentence. */
  readonly hint?: string;
  /** Another place that explains this one, e.g. where a quote was opened. */
  readonly related?: { readonly message: string; readonly span: Span };
}

/** A diagnostic as a logger prints it: its place instead of the source text, without the values of secret names. */
export interface DiagnosticJson {
  readonly code: Code;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  /** `file:line:column`. */
  readonly place?: string;
  readonly line?: number;
  readonly hint?: string;
}

/**
 * `file:line:column` of a span.
 *
 * @example
 * parse(new Source('!!play.echo', 'a.hero')).actions.map(place); // ['a.hero:1:1']
 */
export function place(span: Span): string {
  const { line, column } = span.source.position(span.start);
  return `${span.source.name}:${line}:${column}`;
}

/** A diagnostic as plain data for logs. */
export function diagnosticJson({ code, severity, message, span, hint }: Diagnostic): DiagnosticJson {
  return {
    code,
    severity,
    message: hideByName(message),
    ...(span && { place: place(span), line: span.source.position(span.start).line }),
    ...(hint !== undefined && { hint: hideByName(hint) }),
  };
}

/** The prototype of diagnostics: `JSON.stringify`, `util.inspect` and loggers print no source text. */
const printed = {
  toJSON(this: Diagnostic): DiagnosticJson {
    return diagnosticJson(this);
  },
  [inspect](this: Diagnostic): string {
    const { severity, code, message, place: where = '' } = diagnosticJson(this);
    return `${severity}[${code}]: ${message}${where && ` (${where})`}`;
  },
};

/** A diagnostic that prints itself without its source text. */
export function makeDiagnostic(fields: Diagnostic): Diagnostic {
  return Object.assign(Object.create(printed) as object, fields);
}
