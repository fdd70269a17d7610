import { HeroError } from './hero-error.ts';
import { show } from './show.ts';

/** The error for a file whose format number is higher than this version reads. */
export function newerFormat(path: string, found: number, known: number): HeroError {
  return new HeroError(
    'PLAY_NEWER_FORMAT',
    `${show(path, 1000)} has format ${found}, expected at most ${known}`,
    {
      hint: 'open it with the version of heroplay that wrote it, or a newer one',
    },
  );
}
