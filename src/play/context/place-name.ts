import { HeroError, show } from '../../base/index.ts';

const pattern = /^[a-z0-9][a-z0-9_.-]{1,62}$/;
/** Names that some file systems reserve, with any extension. */
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/;

/** The name of a context or session as it is kept: lower case. Nothing is dropped; a name that does not fit is PLAY_BAD_NAME. */
export function placeName(text: string, what: 'context' | 'session' | 'database'): string {
  const name = text.toLowerCase();
  if (pattern.test(name) && !reserved.test(name) && !name.endsWith('.')) return name;
  const problem = reserved.test(name) ? 'is reserved' : 'has other characters or another length';
  throw new HeroError('PLAY_BAD_NAME', `the name of a ${what} ${problem}: found ${show(text)}`, {
    hint: 'use 2 to 63 of a-z, 0-9, `_`, `.` and `-`, starting with a letter or digit',
  });
}
