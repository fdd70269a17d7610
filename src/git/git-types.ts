/** The identity of a repository, from which the path of its checkout is made. */
export interface RepositoryName {
  /** The host in lower case; `github` for github.com and `local` for a repository of this machine. */
  readonly provider: string;
  /** With inner slashes for a nested group of GitLab. */
  readonly account: string;
  readonly name: string;
}

/** A parsed git URL. It is immutable; missing texts are empty. */
export interface GitUrl extends RepositoryName {
  /** The form in which it was written; `short` is `host/account/name` without a scheme. */
  readonly scheme: 'https' | 'http' | 'ssh' | 'scp' | 'local' | 'short';
  readonly port?: number;
  readonly user?: string;
  /** The branch, tag or commit: only its first part until `resolveRef` has seen the refs of the repository. */
  readonly branch: string;
  /** The path inside the repository. */
  readonly path: string;
  readonly anchor: string;
  /** The parts after the marker (`/tree/` and similar) that hold branch and path. */
  readonly refParts: readonly string[];
  /** The path of a local repository as it was written. */
  readonly local?: string;
}

/** The options of every call of git: a signal that stops it, and a listener for its output. */
export interface GitOptions {
  signal?: AbortSignal;
  /** Gets every piece of output as it comes. */
  onOutput?: (text: string, stream: 'stdout' | 'stderr') => void;
}

/** The names of branches and tags. */
export interface Refs {
  readonly branches: readonly string[];
  readonly tags: readonly string[];
}

/** The state of a checkout. */
export interface GitStatus {
  /** Empty on a detached head. */
  readonly branch: string;
  /** A tag of the commit, when no branch is checked out. */
  readonly tag?: string;
  /** The full id; empty in a repository without commits. */
  readonly commit: string;
  /** Commits that the upstream does not have, as of the last fetch. */
  readonly ahead: number;
  /** Commits that only the upstream has, as of the last fetch. */
  readonly behind: number;
  /** Files that differ from the commit or are new; ignored files do not count. */
  readonly changes: number;
  readonly clean: boolean;
}

/** A filter of checkouts: all given conditions must hold. */
export interface CheckoutFilter {
  /** A part of `provider/account/name`, in any case. */
  filter?: string;
  provider?: string;
  account?: string;
  name?: string;
}

/** A place below a coderoot. */
export interface CheckoutLocation extends RepositoryName {
  /** The path inside the checkout, empty for its root. */
  readonly path: string;
}

/** A repository, and the branch for layouts with a folder for each branch. */
export interface CheckoutAddress extends RepositoryName {
  readonly branch?: string;
}

/** The layout of an older coderoot. */
export interface CoderootLayout {
  singleLayer?: boolean;
  multibranch?: boolean;
}

/** How a checkout is brought up to date. */
export interface EnsureOptions extends GitOptions {
  /** Fetch and fast-forward an existing checkout. */
  pull?: boolean;
  /** Throw away local changes and unpushed commits first. */
  reset?: boolean;
  /** The number of commits of a new clone: 1 by default, 0 for all. */
  depth?: number;
}

/** A repository to check out, and how. */
export interface CodeOptions extends EnsureOptions {
  /** The repository, with the branch and the path inside it. */
  url: string | GitUrl;
  /** A branch, tag or commit; wins over the one in the URL. */
  branch?: string;
  /** The folder at which a relative local URL starts. Default: the working directory. */
  base?: string;
}
