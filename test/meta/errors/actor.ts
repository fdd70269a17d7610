import { type Examples, played } from './example.ts';

export const actor: Examples = {
  ACTOR_SECRET_IN_ARGUMENTS: played(
    "!!session.env_set key:TOKEN val:a1b2c3\n!!exec.run cmd:curl args:'-H','X-Token: {TOKEN}','https://git.example'",
    "Hand it over in the environment, `env:TOKEN`, or as what the program reads, `stdin:'{TOKEN}'`.",
  ),
  ACTOR_FILE_EXISTS: played(
    '!!file.write path:a.txt content:one\n!!file.write path:a.txt content:two overwrite:false',
    'Write to another path, or let it be replaced: `overwrite:true`.',
  ),
  ACTOR_FILE_NOT_FOUND: played(
    '!!file.copy from:a.txt to:b.txt',
    'Correct the path, or write the file first.',
  ),
};
