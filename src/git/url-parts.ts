/** The prefix of the folders of unfinished clones, which a repository may not have. */
export const unfinishedPrefix = '.hero-clone-';

export interface RepositoryParts {
  account: string;
  name: string;
  refParts: string[];
}

/** Makes an error of a problem, and shows a part of the path in it. */
export interface Complaint {
  bad: (problem: string) => Error;
  show: (part: string) => string;
}

/**
 * Divides the path of a URL: account, name, and the parts after a marker. Markers count from the third part of
 * the path on, so an account or a repository may be called `tree`. More than two parts before the marker
 * are a nested group of GitLab, which needs `/-/`, or `.git` at the end of the name.
 */
export function splitRepository(parts: readonly string[], { bad, show }: Complaint): RepositoryParts {
  const end = repositoryEnd(parts);
  const accounts = parts.slice(0, end - 1);
  const last = parts[end - 1];
  if (last === undefined || accounts.length === 0) throw bad('needs a host, an account and a name');
  const name = last.replace(/\.git$/, '');
  const wrong = [...accounts, name].findIndex(each => !isName(each));
  if (wrong >= 0) throw bad(`cannot have ${show(parts[wrong]!)} as an account or a name`);
  return { account: accounts.join('/'), name, refParts: refParts(parts.slice(end), { bad, show }) };
}

function repositoryEnd(parts: readonly string[]): number {
  if (markerLength(parts.slice(2)) > 0) return 2;
  const dash = parts.indexOf('-', 2);
  if (dash > 0) return dash;
  const nested = parts.findIndex((part, index) => index >= 2 && /.\.git$/.test(part));
  return nested > 0 ? nested + 1 : 2;
}

function refParts(rest: readonly string[], { bad, show }: Complaint): string[] {
  if (rest.length === 0) return [];
  const length = markerLength(rest);
  if (length === 0)
    throw bad(`continues with ${show(rest.join('/'))} after the name; a path needs \`/tree/BRANCH/\``);
  if (rest.length === length) throw bad(`has no branch after ${show(rest.join('/'))}`);
  return rest.slice(length);
}

/** The number of parts of the marker at the start of `parts`, 0 when there is none. */
function markerLength([first, second]: readonly string[]): number {
  if (first === 'tree' || first === 'blob') return 1;
  if (first === '-' && (second === 'tree' || second === 'blob')) return 2;
  if (first === 'src' && (second === 'branch' || second === 'tag' || second === 'commit')) return 2;
  return first === 'refs' && (second === 'heads' || second === 'tags') ? 2 : 0;
}

// A name becomes a folder and a word of a command: without dots that climb, a leading `-`, and characters of a shell.
function isName(name: string): boolean {
  return /^[A-Za-z0-9_.~+][A-Za-z0-9_.~+-]{0,99}$/.test(name) && !isReserved(name);
}

/** True when a name has another meaning below a coderoot: dot segments, `.git`, an unfinished clone. */
export function isReserved(name: string): boolean {
  return ['', '.', '..', '.git'].includes(name.toLowerCase()) || name.startsWith(unfinishedPrefix);
}
