import { type Examples, typed } from './example.ts';

export const cli: Examples = {
  CLI_USAGE: typed(
    'hero run --quit script.hero',
    'Write an option that there is; `hero run --help` shows them.',
  ),
};
