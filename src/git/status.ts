/** The state of a checkout. */
export interface GitStatus {
  /** Empty on a detached head. */
  readonly branch: string;
  /** A tag of the commit, when no branch is checked out. */
  readonly tag?: string;
  /** The full id; empty in a repository without commits. */
  readonly commit: string;
  /** Commits that the upstream does not have, as far as the last fetch knew. */
  readonly ahead: number;
  /** Commits that only the upstream has, as far as the last fetch knew. */
  readonly behind: number;
  /** Files that differ from the commit or are new; ignored files do not count. */
  readonly changes: number;
  readonly clean: boolean;
}

/** Reads `git status --porcelain=v2 --branch`, see git-status(1). */
export function parseStatus(text: string): GitStatus {
  const lines = text.split('\n').filter(line => line !== '');
  const changes = lines.filter(line => !line.startsWith('#')).length;
  const branch = header(lines, 'head');
  const commit = header(lines, 'oid');
  const [, ahead = '0', behind = '0'] = /^\+(\d+) -(\d+)$/.exec(header(lines, 'ab')) ?? [];
  return {
    branch: branch === '(detached)' ? '' : branch,
    commit: commit === '(initial)' ? '' : commit,
    ahead: Number(ahead),
    behind: Number(behind),
    changes,
    clean: changes === 0,
  };
}

function header(lines: readonly string[], name: string): string {
  const start = `# branch.${name} `;
  return lines.find(line => line.startsWith(start))?.slice(start.length) ?? '';
}
