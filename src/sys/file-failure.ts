import { HeroError, show } from '../base/index.ts';

// What the system says when a link, a directory, a FIFO or a socket stands where a file was meant.
const notAFile = new Set(['ELOOP', 'EMLINK', 'EISDIR', 'ENXIO']);

/** An error of the system as one of ours that names the path; ours pass as they are. */
export function failure(verb: string, path: string, cause: unknown): HeroError {
  if (cause instanceof HeroError) return cause;
  const code = errno(cause);
  if (code !== undefined && notAFile.has(code)) return notRegular(path, cause);
  const reason = code ?? (cause instanceof Error ? cause.message : String(cause));
  const isFull = code === 'ENOTEMPTY';
  const hint = isFull ? 'move away what is left in it' : 'check its permissions and the space on the disk';
  return new HeroError('STORE_FAILED', `cannot ${verb} ${named(path)}: ${reason}`, { hint, cause });
}

/** Something other than a regular file stands at the path. */
export function notRegular(path: string, cause?: unknown): HeroError {
  const message = `expected a regular file at ${named(path)}, found a link, a directory, a FIFO or a device`;
  return new HeroError('STORE_NOT_A_FILE', message, {
    hint: 'look at what stands there and move it away',
    cause,
  });
}

/** A file has more bytes than its reader takes. */
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
