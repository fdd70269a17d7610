import { describe, expect, it } from 'vitest';
import { codes, HeroError, isHeroError, Source } from '../../src/base/index.ts';

describe('HeroError', () => {
  it('carries a code, a hint, a cause and places', () => {
    const cause = new Error('below');
    const span = { source: new Source('x'), start: 0, end: 1 };
    const diagnostics = [{ code: 'CLI_USAGE' as const, severity: 'error' as const, message: 'm', span }];
    const error = new HeroError('CLI_USAGE', 'it is wrong', { hint: 'mend it', cause, diagnostics });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'HeroError',
      code: 'CLI_USAGE',
      message: 'it is wrong',
      hint: 'mend it',
    });
    expect([error.cause, error.diagnostics]).toEqual([cause, diagnostics]);
    expect(String(error)).toBe('HeroError: it is wrong');
  });

  it('needs no more than a code and a message', () => {
    const error = new HeroError('CLI_USAGE', 'it is wrong');
    expect([error.hint, error.diagnostics, 'cause' in error]).toEqual([undefined, [], false]);
  });
});

describe('isHeroError', () => {
  const error = new HeroError('CLI_USAGE', 'x');
  it('knows our errors, also those of another copy of the package, by code if wanted', () => {
    const other = Object.assign(new Error('x'), { name: 'HeroError', code: 'CLI_USAGE' });
    expect([error, other].map(each => isHeroError(each))).toEqual([true, true]);
    expect([error, other].map(each => isHeroError(each, 'CLI_USAGE'))).toEqual([true, true]);
    expect(isHeroError(error, 'PLAY_FAILED')).toBe(false);
  });

  it.each([new Error('x'), { name: 'HeroError', code: 'CLI_USAGE' }, 'CLI_USAGE', undefined, null])(
    'knows %s from them',
    thrown => {
      expect(isHeroError(thrown)).toBe(false);
    },
  );
});

describe('the table of codes', () => {
  it.each(Object.entries(codes))('%s has a prefix and a sentence', (code, sentence) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z0-9]+)+$/);
    expect(sentence).toMatch(/^[a-z`].*[^.]$/);
  });
});
