import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { HeroError, Mask, maskDiagnostics, maskError, Source } from '../../src/base/index.ts';

const mask = new Mask(['hunter2']);
const source = new Source("!!mail.send word:'hunter2' colour:red", 'a.hero');
const span = { source, start: 27, end: 33 };
const diagnostic = {
  code: 'ACTION_UNKNOWN_PARAM' as const,
  severity: 'error' as const,
  message: 'no hunter2',
  hint: 'not hunter2',
  span,
  related: { message: 'nor hunter2', span },
};

test('an error of ours keeps code and places, and loses its secrets', () => {
  const cause = new Error('why');
  const error = new HeroError('PLAY_FAILED', 'is hunter2', {
    hint: 'try hunter2',
    diagnostics: [diagnostic],
    cause,
  });
  const told = maskError(error, mask);
  const { code, message, hint, diagnostics } = told;
  expect({ code, message, hint }).toEqual({
    code: 'PLAY_FAILED',
    message: 'is [secret]',
    hint: 'try [secret]',
  });
  expect(told.cause).toBe(cause);
  expect(told.stack).toContain('mask-error.test.ts');
  expect(diagnostics[0]?.span).toMatchObject({ start: 27, end: 33 });
  expect(diagnostics[0]?.span?.source.text).toBe("!!mail.send word:'*******' colour:red");
  expect(inspect(told, { depth: 9 })).not.toContain('hunter2');
});

test.each([
  ['an error', new TypeError('is hunter2'), 'is [secret]'],
  ['a text', 'hunter2 again', '[secret] again'],
  ['nothing', undefined, 'undefined'],
])('%s becomes one of ours', (_, thrown, message) => {
  const told = maskError(thrown, mask);
  expect([told.code, told.message]).toEqual(['PLAY_FAILED', message]);
  expect(inspect(told, { depth: 9 })).not.toContain('hunter2');
});

describe('a cause is left out that holds a secret', () => {
  const circle: Record<string, unknown> = { word: 'hunter2' };
  circle.self = circle;
  const trap = Object.defineProperty({}, 'bad', {
    get() {
      throw new Error('no');
    },
  });
  test.each<[string, unknown, boolean]>([
    ['in its message', new Error('hunter2'), true],
    ['in the cause of the cause', new Error('a', { cause: new Error('hunter2') }), true],
    ['in a property', Object.assign(new Error('a'), { config: { auth: ['hunter2'] } }), true],
    ['in a map', Object.assign(new Error('a'), { headers: new Map([['auth', 'hunter2']]) }), true],
    ['in bytes', Object.assign(new Error('a'), { body: Buffer.from('hunter2') }), true],
    ['in one of many errors', new AggregateError([new Error('hunter2')], 'many'), true],
    ['in a circle', circle, true],
    [
      'in a line that it draws',
      new HeroError('PLAY_FAILED', 'a', { diagnostics: [{ ...diagnostic, message: 'a' }] }),
      true,
    ],
    ['as a text', 'hunter2', true],
    ['nowhere', Object.assign(new Error('a'), { list: [1, null, { b: 'c' }] }), false],
    ['behind a property that cannot be read', trap, false],
  ])('%s', (_, cause, isLeft) => {
    const told = maskError(new HeroError('PLAY_FAILED', 'a', { cause }), mask);
    expect(told.cause).toBe(isLeft ? undefined : cause);
  });

  test('or that is too large to tell', () => {
    const cause = Array.from({ length: 20_000 }, () => ({}));
    expect(maskError(new HeroError('PLAY_FAILED', 'a', { cause }), mask).cause).toBeUndefined();
  });
});

test('diagnostics keep their places, and one source stays one', () => {
  const [first, second] = maskDiagnostics([diagnostic, diagnostic], mask);
  expect(first).toMatchObject({ message: 'no [secret]', hint: 'not [secret]', span: { start: 27, end: 33 } });
  expect(first?.related?.message).toBe('nor [secret]');
  expect(first?.span?.source).toBe(second?.related?.span.source);
});

test('a diagnostic without place and hint stays one', () => {
  const plain = { code: 'PLAY_FAILED' as const, severity: 'error' as const, message: 'a' };
  expect(maskDiagnostics([plain], mask)).toEqual([plain]);
});
