import {
  type Code,
  type Diagnostic,
  HeroError,
  isHeroError,
  type Mask,
  maskDiagnostics,
  renderDiagnostic,
  visible,
} from '../base/index.ts';
import { maskOfError } from './error-mask.ts';
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
  'PLAY_CHANGED',
  'PLAY_JOURNAL_CORRUPT',
  'PLAY_NEWER_FORMAT',
  'PLAY_PLAN_BAD',
  'PLAY_PLAN_STALE',
  'PLAY_UNFINISHED',
  'PLAY_USE_REFUSED',
  'STORE_BAD_BACKUP',
  'STORE_BAD_FORMAT',
  'STORE_LOCKED',
  'STORE_OTHER_DRIVER',
  'STORE_BAD_KEYS',
  'STORE_REVEAL_REFUSED',
  'STORE_SEALED_BROKEN',
  'STORE_WRONG_KEY',
  'SYS_FENCED',
  'SYS_LOCKED',
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
  'PLAY_SECRET_WITHHELD',
  'PLAY_UNKNOWN_SNIPPET',
  'PLAY_ACTORS_FILE',
];

/** An error that was already reported and only carries its exit code. */
export class Reported extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('reported');
    this.exitCode = exitCode;
  }
}

/** Runs a command and returns its exit code; an error is reported. */
export async function exitCodeFrom(run: () => Promise<void>, io: Io): Promise<number> {
  try {
    await run();
    return exitCodes.done;
  } catch (error) {
    return error instanceof Reported ? error.exitCode : await reportError(error, io, maskOfError(error));
  }
}

/** The exit code for an error. */
export function exitCodeOf(thrown: unknown, io: Io): number {
  const { code } = heroError(thrown);
  if (code === 'PLAY_INTERRUPTED') return exitCodes.interrupted;
  // A subprocess may also be stopped for other reasons.
  if (code === 'SYS_COMMAND_STOPPED' && io.signal.aborted) return exitCodes.interrupted;
  if (code === 'PLAY_NO_ANSWER' || code === 'PLAY_IN_DOUBT') return exitCodes.unanswered;
  if (refused.includes(code)) return exitCodes.refused;
  if (/^(SCRIPT|PARAMS|ACTION|CLI)_/.test(code) || wrong.includes(code)) return exitCodes.wrong;
  return exitCodes.failed;
}

/** Prints an error for a person, each of its diagnostics with its place, and returns its exit code. */
export async function reportError(thrown: unknown, io: Io, mask: Mask): Promise<number> {
  const error = heroError(thrown);
  const draw = await drawDiagnostic(io, mask);
  for (const diagnostic of diagnosticsOf(error)) io.err(`${draw(diagnostic)}\n`);
  if (error.diagnostics.length > 1) io.err(`${visible(mask.text(error.message))}\n`);
  return exitCodeOf(error, io);
}

/** Draws diagnostics for the terminal, without the secrets of a mask. */
export async function drawDiagnostic(io: Io, mask: Mask): Promise<(diagnostic: Diagnostic) => string> {
  const { columns } = await import('./terminal/text-width.ts');
  const options = { mask, columns, color: io.color, width: io.width };
  return diagnostic => renderDiagnostic(diagnostic, options);
}

/** An error as `--json` prints it. */
export function errorJson(thrown: unknown, io: Io, mask: Mask): Record<string, unknown> {
  const error = heroError(thrown);
  const diagnostics = maskDiagnostics(diagnosticsOf(error), mask).map(
    ({ code, severity, message, span, hint }) => ({
      code,
      severity,
      message,
      ...(span && { file: span.source.name, ...span.source.position(span.start) }),
      ...(hint && { hint }),
    }),
  );
  return { code: error.code, exit: exitCodeOf(error, io), diagnostics };
}

/** A thrown value as a HeroError; an AbortError of the platform is an interrupted wait for input. */
function heroError(thrown: unknown): HeroError {
  if (isHeroError(thrown)) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError')
    return new HeroError('PLAY_INTERRUPTED', 'the run was interrupted', { cause: thrown });
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new HeroError('PLAY_FAILED', visible(message), { cause: thrown });
}

function diagnosticsOf({ code, message, hint, diagnostics }: HeroError): readonly Diagnostic[] {
  if (diagnostics.length > 0) return diagnostics;
  return [{ code, severity: 'error', message, ...(hint !== undefined && { hint }) }];
}
