import { type Examples, played } from './example.ts';

export const actor: Examples = {
  ACTOR_FILE_EXISTS: played(
    '!!file.write path:a.txt content:one\n!!file.write path:a.txt content:two overwrite:false',
    'Write to another path, or let it be replaced: `overwrite:true`.',
  ),
  ACTOR_FILE_NOT_FOUND: played(
    '!!file.copy from:a.txt to:b.txt',
    'Correct the path, or write the file first.',
  ),
};
