import { describe, expect, test } from 'vitest';
import { type ParamType, p } from '../../src/action/index.ts';
import { Secret } from '../../src/base/index.ts';
import { Amount, OurTime, Params } from '../../src/params/index.ts';
import { thrown } from '../params/thrown.ts';

const environment = { places: { base: '/work', home: '/home/ada' }, now: 1_700_000_000 };

describe('a type', () => {
  test.each<[string, ParamType<unknown>, string, unknown]>([
    ['text', p.text(), ' a ', ' a '],
    ['int', p.int(), '1_000', 1000],
    ['number', p.number(), '1.5', 1.5],
    ['bool', p.bool(), 'Yes', true],
    ['list', p.list(), "a,'b c'", ['a', 'b c']],
    ['size', p.size(), '2 KB', 2 * 1024],
    ['time', p.time(), '+1h', OurTime.fromEpoch(1_700_003_600)],
    ['duration', p.duration(), '1h30m', 5400],
    ['path', p.path(), '~/x', '/home/ada/x'],
    ['url', p.url(), ' https://example.org/a ', 'https://example.org/a'],
    ['email', p.email(), ' Ada@Example.ORG ', 'ada@example.org'],
    ['json', p.json(), '{"a":[1,null]}', { a: [1, null] }],
    ['params', p.params(), 'a:1 b', Params.parse('a:1 b')],
    ['red|blue', p.choice('red', 'blue'), ' RED ', 'red'],
    ['Red|Blue', p.choice('Red', 'Blue'), 'red', 'Red'],
  ])('%s reads %o', (kind, type, text, value) => {
    expect(type.kind).toBe(kind);
    expect(type.read(text, environment)).toEqual(value);
  });

  test('of money keeps the currency', () => {
    expect(p.money().read('10 EUR', environment)).toMatchObject({ value: 10, currency: 'EUR' });
  });

  test('of a secret hides it', () => {
    const secret = p.secret().read('hunter2', environment);
    expect(secret.reveal()).toBe('hunter2');
    expect(p.secret()).toMatchObject({ kind: 'secret', isSecret: true });
    expect(String(p.secret().default(new Secret('x')).fallback)).toBe('[secret]');
  });

  test('of a record is a record of texts that holds nothing else', () => {
    const record = p.record().read("a:1 B:'x y' __proto__:z", environment);
    expect(Object.getPrototypeOf(record)).toBeNull();
    expect(Object.entries(record)).toEqual([
      ['a', '1'],
      ['b', 'x y'],
      ['__proto__', 'z'],
    ]);
    expect('toString' in p.record().read('', environment)).toBe(false);
  });

  test.each<[ParamType<unknown>, string, string]>([
    [p.int(), '1.5', 'PARAMS_NOT_A_NUMBER'],
    [p.bool(), 'perhaps', 'PARAMS_NOT_A_BOOL'],
    [p.size(), '2 KX', 'PARAMS_NOT_A_SIZE'],
    [p.money(), 'cheap', 'PARAMS_NOT_AN_AMOUNT'],
    [p.time(), '31-31-2020', 'PARAMS_TIME_VALUE'],
    [p.duration(), 'soon', 'PARAMS_NOT_A_DURATION'],
    [p.path(), ' ', 'PARAMS_BAD_PATH'],
    [p.url(), 'git@example.org:ada/kit', 'PARAMS_NOT_A_URL'],
    [p.json(), '{', 'PARAMS_BAD_JSON'],
    [p.record(), 'a:1 flag', 'PARAMS_ARGUMENT_COUNT'],
    [p.record(), "a:'", 'SCRIPT_UNCLOSED_BLOCK'],
    [p.choice('red', 'blue'), 'green', 'PARAMS_NO_CHOICE'],
  ])('refuses what is not of it: %#', (type, text, code) => {
    expect(thrown(() => type.read(text, environment)).code).toBe(code);
  });

  test.each<[ParamType<unknown>, number]>([
    [p.text(), 2 ** 26],
    [p.int(), 256],
    [p.number(), 256],
    [p.bool(), 256],
    [p.list(), 2 ** 20],
    [p.size(), 256],
    [p.money(), 512],
    [p.time(), 256],
    [p.duration(), 256],
    [p.path(), 4096],
    [p.url(), 2048],
    [p.email(), 320],
    [p.choice('a'), 256],
    [p.secret(), 2 ** 16],
    [p.json(), 2 ** 20],
    [p.record(), 2 ** 20],
    [p.params(), 2 ** 20],
  ])('takes no endless text: $kind', (type, limit) => {
    const read = (length: number) => thrown(() => type.read('!'.repeat(length), environment)).code;
    expect(read(limit + 1)).toBe('PARAMS_TOO_LONG');
    if (['int', 'bool', 'url', 'json'].includes(type.kind)) expect(read(limit)).not.toBe('PARAMS_TOO_LONG');
    else if (['text', 'secret', 'email', 'path'].includes(type.kind))
      expect(() => type.read('!'.repeat(limit), environment)).not.toThrow();
  });

  test('names all choices when it has none of them', () => {
    const error = thrown(() => p.choice('red', 'blue').read('green', environment));
    expect(error.message).toBe('found `green`, expected one of `red`, `blue`');
    expect(thrown(() => p.choice()).code).toBe('ACTION_BAD_DEFINITION');
  });

  test('is required until it has a default or is optional; what is said of it adds up', () => {
    const plain = p.int();
    const full = plain.describe('how many').min(1).default(3).max(5);
    expect(plain).toMatchObject({ isRequired: true, isSecret: false, description: '', fallback: undefined });
    expect(full).toMatchObject({
      kind: 'int',
      isRequired: false,
      description: 'how many',
      fallback: 3,
      limits: { min: 1, max: 5 },
    });
    expect(plain.optional()).toMatchObject({ isRequired: false, fallback: undefined });
    expect(plain.limits).toEqual({});
    expect(full.read('4', environment)).toBe(4);
  });
});

describe('limits', () => {
  test.each<[ParamType<unknown>, string, string, string]>([
    [p.int().min(1).max(9), '10', 'PARAMS_OUT_OF_RANGE', 'found `10`, expected 1 to 9'],
    [p.number().min(0.5), '0.4', 'PARAMS_OUT_OF_RANGE', 'found `0.4`, expected at least 0.5'],
    [p.size().max(1024), '2K', 'PARAMS_OUT_OF_RANGE', 'found `2K`, expected at most 1K'],
    [p.duration().min(60), '0.5s', 'PARAMS_OUT_OF_RANGE', 'found `500ms`, expected at least 1m'],
    [p.money().max(100), '101 EUR', 'PARAMS_OUT_OF_RANGE', 'found `101 EUR`, expected at most 100'],
    [p.text().min(3), 'ab', 'PARAMS_BAD_LENGTH', 'found 2 characters, expected at least 3 characters'],
    [p.url().max(9), 'http://abc', 'PARAMS_BAD_LENGTH', 'found 10 characters, expected at most 9 characters'],
    [p.email().min(6), 'a@b.c', 'PARAMS_BAD_LENGTH', 'found 5 characters, expected at least 6 characters'],
    [p.path().max(4), '/abcd', 'PARAMS_BAD_LENGTH', 'found 5 characters, expected at most 4 characters'],
    [p.secret().min(9), 'hunter2', 'PARAMS_BAD_LENGTH', 'found a secret, expected at least 9 characters'],
    [p.list().max(1), 'a,b', 'PARAMS_BAD_LENGTH', 'found 2 items, expected at most 1 item'],
    [p.text().min(11).max(11), 'a', 'PARAMS_BAD_LENGTH', 'found 1 character, expected exactly 11 characters'],
    [p.list().min(2).max(3), 'a', 'PARAMS_BAD_LENGTH', 'found 1 item, expected 2 to 3 items'],
    [
      p.text().pattern(/^[a-z]+$/),
      'a1',
      'PARAMS_PATTERN',
      'found `a1`, expected a text that matches `/^[a-z]+$/`',
    ],
    [p.text().pattern(/^[a-z]+$/, 'letters'), 'a1', 'PARAMS_PATTERN', 'found `a1`, expected letters'],
    [p.list().pattern(/^[a-z]+$/, 'letters'), 'a,b1,c', 'PARAMS_PATTERN', 'found `b1`, expected letters'],
    [
      p.secret().pattern(/^[0-9]+$/, 'digits'),
      'hunter2',
      'PARAMS_PATTERN',
      'found a secret, expected digits',
    ],
  ])('refuse what they leave out: %#', (type, text, code, message) => {
    expect(thrown(() => type.read(text, environment))).toMatchObject({ code, message });
  });

  test.each<[ParamType<unknown>, readonly string[]]>([
    [p.int().min(1).max(9), ['1', '9']],
    [p.size().min(1024).max(2048), ['1K', '2K']],
    [p.duration().min(1).max(60), ['1s', '1m']],
    [p.money().min(-5).max(5), ['-5 EUR', '5 USD']],
    [p.text().min(2).max(2), ['ab', '😀😀']],
    [p.list().min(0).max(2), ['', 'a,b']],
    [p.list().pattern(/^[a-z]$/), ['', 'a,b']],
    [
      p
        .secret()
        .min(3)
        .pattern(/^[a-z]+$/),
      ['abc'],
    ],
    [p.text().pattern(/^a/g), ['ab', 'ab', 'ab']],
    [p.text().pattern(/a/y), ['ab', 'ab', 'ab']],
  ])('let through what they allow, each time: %#', (type, texts) => {
    for (const text of texts) expect(() => type.read(text, environment)).not.toThrow();
  });

  test('the pattern that was handed in is not touched', () => {
    const pattern = /a/g;
    p.text().pattern(pattern).read('aaa', environment);
    expect(pattern.lastIndex).toBe(0);
  });

  test('a new pattern does not keep the words of the one before', () => {
    const type = p.text().pattern(/^a$/, 'an a').pattern(/^b$/);
    expect(thrown(() => type.read('c', environment)).message).toContain('matches `/^b$/`');
  });

  test('no pattern is tried on a text of more than 10,000 characters', () => {
    const type = p.text().pattern(/^a*$/);
    expect(type.read('a'.repeat(10_000), environment)).toHaveLength(10_000);
    expect(thrown(() => type.read('a'.repeat(10_001), environment)).code).toBe('PARAMS_TOO_LONG');
  });

  test.each<[string, () => unknown]>([
    ['a bool with a min', () => p.bool().min(1)],
    ['a time with a max', () => p.time().max(1)],
    ['JSON with a min', () => p.json().min(1)],
    ['a record with a max', () => p.record().max(1)],
    ['params with a min', () => p.params().min(1)],
    ['a choice with a min', () => p.choice('a').min(1)],
    ['a choice that is called like another type', () => p.choice('text').max(1)],
    ['a number with a pattern', () => p.int().pattern(/1/)],
    ['money with a pattern', () => p.money().pattern(/1/)],
    ['a choice with a pattern', () => p.choice('text').pattern(/1/)],
    ['a min that is no number', () => p.int().min(Number.NaN)],
    ['an endless max', () => p.int().max(Number.POSITIVE_INFINITY)],
    ['half a character', () => p.text().min(0.5)],
    ['fewer than no items', () => p.list().min(-1)],
    ['half a byte', () => p.size().max(0.5)],
    ['a negative duration', () => p.duration().min(-1)],
    ['a min over the max', () => p.int().min(2).max(1)],
    ['a default below the min', () => p.int().min(2).default(1)],
    ['a default below a later min', () => p.int().default(1).min(2)],
    ['a default that is too long', () => p.text().default('abc').max(2)],
    ['a default that does not match', () => p.text().pattern(/^a$/).default('b')],
    ['a default with an item that does not match', () => p.list().pattern(/^a$/).default(['a', 'b'])],
    ['a default amount over the max', () => p.money().max(1).default(new Amount(2, 'EUR'))],
    ['a default that is no choice', () => p.choice('a', 'b').default('c' as 'a')],
  ])('%s is an error of the definition', (_, define) => {
    expect(thrown(define).code).toBe('ACTION_BAD_DEFINITION');
  });

  test('a secret default that does not fit is not shown', () => {
    const error = thrown(() =>
      p
        .secret()
        .pattern(/^[0-9]+$/, 'digits')
        .default(new Secret('hunter2')),
    );
    expect(error.message).toBe('the default does not fit: found a secret, expected digits');
  });
});
