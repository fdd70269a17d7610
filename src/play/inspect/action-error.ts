import { type Diagnostic, HeroError, isHeroError, type Span, show } from '../../base/index.ts';
import type { Action } from '../playbook/action.ts';

/** The head of an action: its exclamation marks and its name. */
export function headOf({ node }: Action): Span {
  return { source: node.source, start: node.start, end: node.nameEnd };
}

/** The error of an action with the place of its head, unless it has a place of its own. */
export function placedError(action: Action, error: unknown): HeroError {
  if (isHeroError(error) && error.diagnostics.length > 0) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = isHeroError(error) ? error.code : 'PLAY_FAILED';
  const hint = isHeroError(error) ? error.hint : undefined;
  const text = `${show(action.fullName)} failed: ${message}`;
  const span = headOf(action);
  const diagnostic: Diagnostic = { code, severity: 'error', message: text, span, ...(hint && { hint }) };
  return new HeroError(code, text, { cause: error, diagnostics: [diagnostic], ...(hint && { hint }) });
}

/** The diagnostics of an error about an action, at its head unless the error has places of its own. */
export function diagnosticsOf(error: unknown, action: Action): readonly Diagnostic[] {
  if (!isHeroError(error)) throw error;
  const { code, message, hint, diagnostics } = error;
  if (diagnostics.length > 0) return diagnostics;
  return [{ code, severity: 'error', message, span: headOf(action), ...(hint !== undefined && { hint }) }];
}
