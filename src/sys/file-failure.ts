import { HeroError, show } from '../base/index.ts';

// The errors of the system for a link, a directory, a FIFO or a socket in the place of a file.
const notAFile = new Set(['ELOOP', 'EMLINK', 'EISDIR', 'ENXIO']);

/** A HeroError for an error of the system, which names the path; a HeroError is returned as it is. */
export function failure(verb: string, path: string, cause: unknown): HeroError {
  if (cause instanceof HeroError) return cause;
  const code = errno(cause);
  if (code !== undefined && notAFile.has(code)) return notRegular(path, cause);
  const reason = code ?? (cause instanceof Error ? cause.message : String(cause));
  const isFull = code === 'ENOTEMPTY';
  const hint = isFull ? 'move its remaining files away' : 'check its permissions and the space on the disk';
  return new HeroError('STORE_FAILED', `cannot ${verb} ${named(path)}: ${reason}`, { hint, cause });
}

/** The error for a path that is not a regular file. */
export function notRegular(path: string, cause?: unknown): HeroError {
  const message = `expected a regular file at ${named(path)}, found a link, a directory, a FIFO or a device`;
  return new HeroError('STORE_NOT_A_FILE', message, {
    hint: 'look at that path and move it away',
    cause,
  });
}

/** The error for a file with more bytes than its reader accepts. */
export function tooLarge(path: string, size: number, limit: number): HeroError {
  const message = `${named(path)} has ${size} bytes, expected at most ${limit}`;
  return new HeroError('STORE_TOO_LARGE', message, { hint: 'move the file away or split it' });
}

function named(path: string): string {
  return show(path, 1000);
}

/** The system's name of an error, e.g. `ENOENT`. */
export function errno(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
