import { type Code, type Diagnostic, isHeroError, renderDiagnostic, visible } from '../base/index.ts';
import type { Io } from './io.ts';

/** The exit codes of `hero`; docs/command.md explains them. */
export const exitCodes = {
  done: 0,
  failed: 1,
  wrong: 2,
  unanswered: 3,
  refused: 4,
  changes: 5,
  interrupted: 130,
} as const;

const refused: readonly Code[] = [
  'GIT_LOCAL_REFUSED',
  'GIT_CREDENTIALS_IN_URL',
  'PLAY_INCLUDE_REFUSED',
  'PLAY_BAD_STATE',
];
const wrong: readonly Code[] = [
  'GIT_BAD_URL',
  'PLAY_BAD_ARGUMENTS',
  'PLAY_BAD_NAME',
  'PLAY_BAD_PRIORITY',
  'PLAY_OTHER_CONTEXT',
  'PLAY_SCRIPT_ERRORS',
  'PLAY_INCLUDE_TARGET',
  'PLAY_INCLUDE_CYCLE',
  'PLAY_INCLUDE_DEPTH',
  'PLAY_INCLUDE_COUNT',
  'PLAY_UNKNOWN_SNIPPET',
];

/** The exit code for an error. */
export function exitCodeOf(error: unknown): number {
  if (!isHeroError(error)) return exitCodes.failed;
  const { code } = error;
  if (code === 'PLAY_INTERRUPTED' || code === 'SYS_COMMAND_STOPPED') return exitCodes.interrupted;
  if (code === 'PLAY_NO_ANSWER') return exitCodes.unanswered;
  if (refused.includes(code)) return exitCodes.refused;
  if (/^(SCRIPT|PARAMS|ACTION|CLI)_/.test(code) || wrong.includes(code)) return exitCodes.wrong;
  return exitCodes.failed;
}

/** Prints an error for a person: each of its diagnostics with its place, else what it says. */
export function reportError(error: unknown, io: Io): void {
  const options = { color: io.color, width: io.width };
  for (const diagnostic of diagnosticsOf(error)) io.err(`${renderDiagnostic(diagnostic, options)}\n`);
  if (isHeroError(error) && error.diagnostics.length > 1) io.err(`${visible(error.message)}\n`);
}

function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (isHeroError(error)) {
    if (error.diagnostics.length > 0) return error.diagnostics;
    const { code, message, hint } = error;
    return [{ code, severity: 'error', message, ...(hint !== undefined && { hint }) }];
  }
  const message = error instanceof Error ? error.message : String(error);
  return [{ code: 'PLAY_FAILED', severity: 'error', message: visible(message) }];
}

/** An error as `--json` gives it. */
export function errorJson(error: unknown): Record<string, unknown> {
  const diagnostics = diagnosticsOf(error).map(({ code, severity, message, span, hint }) => ({
    code,
    severity,
    message,
    ...(span && { file: span.source.name, ...span.source.position(span.start) }),
    ...(hint && { hint }),
  }));
  return { code: isHeroError(error) ? error.code : 'PLAY_FAILED', exit: exitCodeOf(error), diagnostics };
}
