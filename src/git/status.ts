import type { GitStatus } from './git-types.ts';
/** Reads the output of `git status --porcelain=v2 --branch`, see git-status(1). */
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
