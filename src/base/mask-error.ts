import type { Diagnostic } from './diagnostic.ts';
import { HeroError, isHeroError } from './hero-error.ts';
import type { Mask } from './mask.ts';
import { Source, type Span } from './source.ts';

const mostParts = 10_000;

/** The error without secrets in its message, its hint and the lines of text that it points at. */
export function maskError(error: unknown, mask: Mask): HeroError {
  if (!isHeroError(error)) {
    const message = error instanceof Error ? error.message : String(error);
    return new HeroError('PLAY_FAILED', mask.text(message), { cause: causeWithout(error, mask) });
  }
  const { code, hint, diagnostics } = error;
  const masked = new HeroError(code, mask.text(error.message), {
    ...(hint !== undefined && { hint: mask.text(hint) }),
    diagnostics: maskDiagnostics(diagnostics, mask),
    cause: causeWithout(error.cause, mask),
  });
  if (error.stack !== undefined) masked.stack = mask.text(error.stack);
  return masked;
}

/** The cause if it holds no secret, otherwise undefined. */
function causeWithout(cause: unknown, mask: Mask): unknown {
  return reveals(cause, mask, new Set()) ? undefined : cause;
}

/** True when a value holds a secret in a place that a printed error would show. */
function reveals(value: unknown, mask: Mask, seen: Set<unknown>): boolean {
  if (typeof value === 'string') return mask.holds(value);
  if (typeof value !== 'object' || value === null || seen.has(value)) return false;
  // A larger value is too expensive to search, so it counts as one that reveals.
  if (seen.size >= mostParts) return true;
  seen.add(value);
  if (value instanceof Source) return mask.holds(value.text);
  const bytes = value instanceof Uint8Array ? new TextDecoder().decode(value) : undefined;
  if (bytes !== undefined) return mask.holds(bytes);
  const parts = value instanceof Map || value instanceof Set ? [...value].flat() : [];
  const own = Reflect.ownKeys(value).map(key => readable(value, key));
  return [...parts, ...own].some(part => reveals(part, mask, seen));
}

function readable(value: object, key: string | symbol): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined;
  }
}

/** Diagnostics without secrets; their places are unchanged. */
export function maskDiagnostics(diagnostics: readonly Diagnostic[], mask: Mask): Diagnostic[] {
  const maskSpan = ({ source, start, end }: Span): Span => ({ source: mask.source(source), start, end });
  return diagnostics.map(({ message, hint, span, related, ...rest }) => ({
    ...rest,
    message: mask.text(message),
    ...(hint !== undefined && { hint: mask.text(hint) }),
    ...(span && { span: maskSpan(span) }),
    ...(related && { related: { message: mask.text(related.message), span: maskSpan(related.span) } }),
  }));
}
