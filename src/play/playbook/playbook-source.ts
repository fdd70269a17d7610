import type { Document } from '../../script/index.ts';
import type { Origin } from './origin.ts';

/** The source of scripts: exactly one of text, path and url. */
export interface PlaybookSource {
  text?: string;
  /** A file, or a directory of `.md`, `.hero` and `.heroscript` files. */
  path?: string;
  /** A git URL; with a path inside the repository, or its root. */
  url?: string;
  /** Order among texts within a priority, 0 to 99, smallest first. Default 99. */
  prio?: number;
  /** Fetch new commits of an existing checkout. */
  gitPull?: boolean;
  /** Throw away local changes of the checkout first. */
  gitReset?: boolean;
  /** Values for `{NAME}` in values of the added actions. */
  replace?: Readonly<Record<string, string>>;
  /** The name of a text in messages. */
  name?: string;
  /** The folder that relative paths in a text start at; default the working directory. */
  folder?: string;
  /** True for a text that a session kept, which is without its secrets. */
  isKept?: boolean;
}

/** A script that was read and parsed, with its origin. */
export interface LoadedScript {
  readonly document: Document;
  readonly origin: Origin;
}

/** The target of a `play.use`: a file of this machine; a URL is always refused. */
export interface UseTarget {
  path?: string | undefined;
  url?: string | undefined;
}

/** The target of an include: exactly one of path and url. */
export interface IncludeTarget {
  /** A path; a relative one starts at the folder of the including script. */
  path?: string | undefined;
  url?: string | undefined;
  pull?: boolean;
  reset?: boolean;
  /** Ends a running clone. */
  signal?: AbortSignal;
  /** Values for `{NAME}` in values of the included actions. */
  replace?: Readonly<Record<string, string>>;
}
