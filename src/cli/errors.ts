import {
  type Code,
  type Diagnostic,
  HeroError,
  isHeroError,
  renderDiagnostic,
  visible,
} from '../base/index.ts';
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

/** An error that was told already; only its exit code is left to give. */
export class Reported extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('reported');
    this.exitCode = exitCode;
  }
}

/** Runs a command and gives its exit code; an error is told. */
export async function exitCodeFrom(run: () => Promise<void>, io: Io): Promise<number> {
  try {
    await run();
    return exitCodes.done;
  } catch (error) {
    return error instanceof Reported ? error.exitCode : reportError(error, io);
  }
}

/** The exit code for an error. */
export function exitCodeOf(thrown: unknown, io: Io): number {
  const { code } = heroError(thrown);
  if (code === 'PLAY_INTERRUPTED') return exitCodes.interrupted;
  // A program may be stopped for other reasons, too.
  if (code === 'SYS_COMMAND_STOPPED' && io.signal.aborted) return exitCodes.interrupted;
  if (code === 'PLAY_NO_ANSWER' || code === 'PLAY_IN_DOUBT') return exitCodes.unanswered;
  if (refused.includes(code)) return exitCodes.refused;
  if (/^(SCRIPT|PARAMS|ACTION|CLI)_/.test(code) || wrong.includes(code)) return exitCodes.wrong;
  return exitCodes.failed;
}

/** Prints an error for a person, each of its diagnostics with its place, and gives its exit code. */
export function reportError(thrown: unknown, io: Io): number {
  const error = heroError(thrown);
  const options = { color: io.color, width: io.width };
  for (const diagnostic of diagnosticsOf(error)) io.err(`${renderDiagnostic(diagnostic, options)}\n`);
  if (error.diagnostics.length > 1) io.err(`${visible(error.message)}\n`);
  return exitCodeOf(error, io);
}

/** An error as `--json` gives it. */
export function errorJson(thrown: unknown, io: Io): Record<string, unknown> {
  const error = heroError(thrown);
  const diagnostics = diagnosticsOf(error).map(({ code, severity, message, span, hint }) => ({
    code,
    severity,
    message,
    ...(span && { file: span.source.name, ...span.source.position(span.start) }),
    ...(hint && { hint }),
  }));
  return { code: error.code, exit: exitCodeOf(error, io), diagnostics };
}

/** Whatever was thrown, as one of our errors; the platform's own AbortError is an interrupted wait for input. */
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
