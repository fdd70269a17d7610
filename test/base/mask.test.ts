import { describe, expect, test } from 'vitest';
import { isSecretName, Mask, masked } from '../../src/base/index.ts';

const secret = `pa'ss "w\\rd"/+&é`;

describe('a secret is hidden as', () => {
  const bytes = Buffer.from(secret);
  test.each([
    ['itself', secret],
    ['base64', bytes.toString('base64').replace(/=+$/, '')],
    ['base64 for URLs', bytes.toString('base64url')],
    ['hex', bytes.toString('hex')],
    ['hex in capitals', bytes.toString('hex').toUpperCase()],
    ['a part of a URL', encodeURIComponent(secret)],
    ['a part of a URL that is strict', encodeURIComponent(secret).replaceAll("'", '%27')],
    ['a part of a form', encodeURIComponent(secret).replaceAll('%20', '+')],
    ['a part of a URL that is lenient', encodeURI(secret)],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['JSON in JSON', JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1)],
    ['JSON of ASCII only', JSON.stringify(secret).slice(1, -1).replace('é', '\\u00e9')],
    ['a script', secret.replaceAll("'", "\\'")],
    ['a script with double quotes', secret.replaceAll('\\', '\\\\').replaceAll('"', '\\"')],
  ])('%s', (_, form) => {
    const mask = new Mask([secret]);
    expect(mask.text(`it is <${form}>`)).toBe('it is <[secret]>');
    expect(mask.holds(form)).toBe(true);
    expect(mask.data({ list: [{ text: form }] })).toEqual({ list: [{ text: '[secret]' }] });
  });
});

describe('a secret inside of base64 is hidden', () => {
  test.each([0, 1, 2, 3, 4].flatMap(before => [0, 1, 2].map(after => [before, after])))(
    'with %i bytes before it and %i behind it',
    (before, after) => {
      const mask = new Mask([secret, 'hunter']);
      for (const word of [secret, 'hunter']) {
        const bytes = Buffer.from('~'.repeat(before) + word + '~'.repeat(after));
        for (const form of ['base64', 'base64url'] as const) {
          // What is left is beside it, or shares a character with what is.
          expect(mask.text(bytes.toString(form))).toMatch(/^[\w+/-]{0,7}\[secret\][\w+/-]{0,4}={0,2}$/);
          expect(mask.text(`<${bytes.toString(form)}>`)).toContain('[secret]');
        }
      }
    },
  );

  test('but not a short one, which may stand there by chance', () => {
    const inside = Buffer.from('~abcde~').toString('base64');
    expect(new Mask(['abcde']).text(inside)).toBe(inside);
  });
});

test('a text without secrets stays what it is, and so do values that are no texts', () => {
  const data = { a: 'b', c: [1, true, null], d: undefined };
  expect(new Mask(['hunter2']).data(data)).toEqual(data);
  expect(new Mask(['hunter2']).holds('hunter3')).toBe(false);
  expect(new Mask(['', masked]).text('an empty one is [secret]')).toBe('an empty one is [secret]');
});

test('the longer of two secrets is hidden as a whole', () => {
  expect(new Mask(['abcd', 'abcd-efgh']).text('abcd-efgh, abcd')).toBe('[secret], [secret]');
});

test('each long line of a block is hidden by itself', () => {
  const block = 'begin\nMIIEvQIBADANBgkqhkiG\nend';
  expect(new Mask([block]).text('> MIIEvQIBADANBgkqhkiG\n> end')).toBe('> [secret]\n> end');
});

test('a short secret is hidden where it is a whole value', () => {
  const mask = new Mask(['abc']);
  expect(mask.text('abc')).toBe('[secret]');
  expect(mask.text('abcd abc')).toBe('abcd abc');
});

test('the beginning of a secret that is cut off is hidden', () => {
  const mask = new Mask(['correct horse battery staple']);
  expect(mask.text('found `correct horse ba…`, expected a number')).toBe(
    'found `[secret]…`, expected a number',
  );
  expect(mask.text('the cor… and so on…')).toBe('the cor… and so on…');
});

describe('before the host of a URL', () => {
  test.each([
    ['https://ada:hunter2@h/x', 'https://***@h/x'],
    ['see https://hunter2@h/x and git@h:x', 'see https://***@h/x and git@h:x'],
    ['ssh://git@h/x', 'ssh://git@h/x'],
    ['https://h/x?mail=a@b', 'https://h/x?mail=a@b'],
  ])('%s is shown as %s', (text, shown) => {
    expect(new Mask().text(text)).toBe(shown);
  });

  test.each([
    ['https://ada:hunter2@h/x', 'hunter2'],
    ['https://ada:p%40ss%20word@h/x', 'p@ss word'],
    ['https://ada:p@ss\'w"ord@h/x', 'p@ss\'w"ord'],
    ['https://hunter2@h/x', 'hunter2'],
    ['https://hunter2:x-oauth-basic@h/x', 'hunter2'],
    ['https://hunter2:@h/x', 'hunter2'],
  ])('of %s is learned what is secret', (url, word) => {
    const mask = new Mask();
    mask.addUserInfo(url);
    expect(mask.text(`refused ${word} of ada`)).toBe('refused [secret] of ada');
  });

  test('nothing is learned where there is nothing', () => {
    const mask = new Mask();
    for (const url of ['https://h/x', 'ssh://git@h/x', 'https://h/a@b', 'a@b']) mask.addUserInfo(url);
    expect(mask.text('h git a b h/a ssh')).toBe('h git a b h/a ssh');
  });
});

describe('as many stars', () => {
  test('keep the places of all that follows', () => {
    const text = "word:'hunter2' url:https://ada:pw@h/x short:abc\nabcd";
    expect(new Mask(['hunter2', 'abc']).sameLength(text)).toBe(
      "word:'*******' url:https://******@h/x short:***\nabcd",
    );
  });

  test('leave the lines of a block', () => {
    expect(new Mask(['ab\ncd']).sameLength('<ab\ncd>')).toBe('<**\n**>');
  });
});

describe('of a piece of text', () => {
  /** What is told of pieces that come one after the other. */
  function told(mask: Mask, ...pieces: string[]): string[] {
    let held = '';
    const texts: string[] = [];
    for (const piece of pieces) {
      const text = held + piece;
      const cut = text.length - mask.pending(text);
      held = text.slice(cut);
      texts.push(mask.text(text.slice(0, cut)));
    }
    return [...texts, mask.text(held)].filter(text => text !== '');
  }

  test.each([
    ['a secret in two pieces', ['hunt', 'er2.']],
    ['in many', ['h', 'u', 'n', 't', 'e', 'r', '2', '.']],
    ['as hex', ['68756e', '74657232', '.']],
    ['at the end', ['hunter2']],
    ['inside of base64', ['h1bn', 'Rlcj', '.']],
  ])('%s is hidden', (_, pieces) => {
    expect(told(new Mask(['hunter2']), ...pieces).join('')).toMatch(/^\[secret\]\.?$/);
  });

  test('a secret that ends as it begins is not torn apart', () => {
    expect(told(new Mask(['abcXYZabc']), 'is abcXYZabc', '.')).toEqual(['is ', '[secret].']);
    expect(told(new Mask(['Qa8-q']), 'Qa8-q', ' Qa8-q')).toEqual(['[secret] ', '[secret]']);
  });

  test('a secret that begins another one waits for the rest', () => {
    expect(told(new Mask(['abcd', 'abcd-efgh']), 'abcd', '-efgh').join('')).toBe('[secret]');
    expect(told(new Mask(['abcd', 'abcd-efgh']), 'abcd', '-e.').join('')).toBe('[secret]-e.');
  });

  test('a URL waits for its host', () => {
    expect(told(new Mask(), 'at https://ada:pw', '@h/x\n')).toEqual(['at https', '://***@h/x\n']);
  });

  test('what begins nothing is told at once', () => {
    expect(told(new Mask(['hunter2']), 'one\n', 'two\n')).toEqual(['one\n', 'two\n']);
  });
});

test.each([
  'password',
  'db.password',
  'API_KEY',
  'api-key',
  'apikey',
  'token',
  'gh_token',
  'auth',
  'private_key',
  'PGPASSWORD',
  'clientSecret',
])('`%s` is the name of a secret', name => {
  expect(isSecretName(name)).toBe(true);
});

test.each(['word', 'passenger', 'author', 'key', 'tokens_used', 'path'])('`%s` is not', name => {
  expect(isSecretName(name)).toBe(false);
});
