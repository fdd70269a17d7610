import { called, type Examples, remote, typed } from './example.ts';

const clone = 'cd "$(hero git clone https://git.example/ada/kit)"';

export const git: Examples = {
  GIT_BAD_URL: typed(
    'hero git clone https://git.example/kit',
    'Write host, account and name: `https://git.example/ada/kit`.',
  ),
  GIT_CREDENTIALS_IN_URL: typed(
    'hero git clone https://ada:secret@git.example/ada/kit',
    "Write the URL without them, and set up git's credential helper.",
  ),
  GIT_LOCAL_REFUSED: remote(
    "!!git.clone url:'/srv/secret'",
    'Play a copy of the script that you keep yourself; scripts of others stay out of your files.',
  ),
  GIT_NOT_A_CHECKOUT: typed(
    `mkdir -p code/git.example/ada/kit
echo notes > code/git.example/ada/kit/notes.txt
hero git clone https://git.example/ada/kit`,
    'Move the folder away, or remove it.',
  ),
  GIT_OTHER_ORIGIN: typed(
    `${clone}
git remote set-url origin https://git.example/eve/kit
hero git clone https://git.example/ada/kit`,
    'Move that checkout away, or give the URL that it was cloned from.',
  ),
  GIT_LOCAL_CHANGES: typed(
    `${clone}
echo draft > README.md
hero git clone --pull https://git.example/ada/kit`,
    'Commit the changes, or throw them away with `--reset`.',
  ),
  GIT_UNKNOWN_REF: typed(
    'hero git clone https://git.example/ada/kit/src/branch/mian',
    'Write a branch or tag that the repository has: `…/src/branch/main`.',
  ),
  GIT_PATH_NOT_FOUND: typed(
    'hero git clone https://git.example/ada/kit/src/branch/main/dcos',
    'Write a path that the branch has: `…/src/branch/main/docs`.',
  ),
  GIT_AMBIGUOUS: called(
    `await mkdir('code/git.example/ada/kit/.git', { recursive: true });
await mkdir('code/git.example/eve/kit/.git', { recursive: true });
await new Coderoot('code').get({ name: 'kit' });`,
    "Say which: `get({ account: 'ada', name: 'kit' })`.",
  ),
  GIT_NO_MATCH: typed(
    "hero run -t '!!git.switch name:kit branch:main'",
    'Clone the repository first; `hero git list` shows what is there.',
  ),
  GIT_FAILED: typed(
    'hero git clone https://git.example/ada/nowhere',
    'Read what git said: here there is no such repository.',
  ),
};
