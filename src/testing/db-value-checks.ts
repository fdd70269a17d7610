import assert from 'node:assert/strict';
import { type Check, contents, failsWith } from './db-check.ts';

export const lookUpChecks: Record<string, Check> = {
  'a missing key is undefined': async db => {
    assert.equal(await db.get('nowhere'), undefined);
    assert.equal(await db.getBytes('nowhere'), undefined);
    assert.equal(await db.getJson('nowhere'), undefined);
    assert.equal(await db.has('nowhere'), false);
  },
  'a look-up creates nothing': async db => {
    await Promise.all([db.get('a'), db.getBytes('b'), db.getOr('c', 'x'), db.getJson('d'), db.has('e')]);
    assert.deepEqual(await db.keys(), []);
    assert.equal(await db.has('a'), false);
  },
  'names that every object has are missing too': async db => {
    for (const key of ['__proto__', 'constructor', 'toString']) assert.equal(await db.get(key), undefined);
    await db.set('__proto__', 'value');
    assert.deepEqual(await contents(db), [['__proto__', 'value']]);
  },
  'a fallback stands in for a missing key only': async db => {
    assert.equal(await db.getOr('key', 'fallback'), 'fallback');
    await db.set('key', '');
    assert.equal(await db.getOr('key', 'fallback'), '');
  },
};

export const valueChecks: Record<string, Check> = {
  'a value reads back': async db => {
    await db.set('a', 'bbbb');
    assert.equal(await db.get('a'), 'bbbb');
    assert.equal(await db.has('a'), true);
  },
  'a value is replaced as a whole': async db => {
    await db.set('key', 'a long first value');
    await db.set('key', 'short');
    assert.equal(await db.get('key'), 'short');
    assert.deepEqual(await db.keys(), ['key']);
  },
  'the empty value is a value': async (db, reopened) => {
    await db.set('text', '');
    await db.set('bytes', new Uint8Array());
    const again = await reopened();
    assert.equal(await again.get('text'), '');
    assert.deepEqual(await again.getBytes('bytes'), new Uint8Array());
    assert.equal(await again.has('text'), true);
    assert.deepEqual(await again.keys(), ['bytes', 'text']);
  },
  'text comes back to the letter': async db => {
    for (const text of ['\uFEFFmark', 'a\r\nb\n\n', '\0', ' \t ', 'e\u0301 \u00E9', '\u{1F600}']) {
      await db.set('key', text);
      assert.equal(await db.get('key'), text);
    }
  },
  'text is stored as UTF-8': async db => {
    await db.set('key', 'é\u{1F600}');
    assert.deepEqual(await db.getBytes('key'), Uint8Array.of(0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80));
  },
  'every byte comes back': async (db, reopened) => {
    await db.set('bytes', everyByte());
    assert.deepEqual(await (await reopened()).getBytes('bytes'), everyByte());
  },
  'values of up to 1 MiB come back': async (db, reopened) => {
    const big = new Uint8Array(2 ** 20).map((_, i) => (i * 31) & 0xff);
    await db.set('big', big);
    await db.set('text', 'x'.repeat(2 ** 20));
    const again = await reopened();
    assert.ok(Buffer.from(big).equals((await again.getBytes('big')) ?? new Uint8Array()));
    assert.equal((await again.get('text'))?.length, 2 ** 20);
  },
  'bytes are copied on their way in and out': async db => {
    const bytes = Uint8Array.of(1, 2, 3);
    const written = db.set('bytes', bytes);
    bytes.fill(9);
    await written;
    (await db.getBytes('bytes'))?.fill(8);
    assert.deepEqual(await db.getBytes('bytes'), Uint8Array.of(1, 2, 3));
  },
  'bytes that are not UTF-8 are not text': async db => {
    await db.set('cut', Uint8Array.of(0x61, 0xf0, 0x9f));
    await db.set('good', 'text');
    const error = await failsWith('STORE_BAD_VALUE', () => db.get('cut'));
    assert.match(error.message, /`cut`/);
    assert.match(error.hint ?? '', /getBytes/);
    assert.equal(await db.get('good'), 'text');
    assert.equal(await db.has('cut'), true);
  },
  'a lone surrogate is not text': async db => {
    await failsWith('STORE_BAD_VALUE', () => db.set('key', 'a\uD83D'));
    assert.equal(await db.has('key'), false);
  },
  'only text and bytes are values': async db => {
    for (const value of [undefined, null, 1, {}, [1]]) {
      await failsWith('STORE_BAD_VALUE', () => db.set('key', value as unknown as string));
    }
    assert.equal(await db.has('key'), false);
  },
};

export const jsonChecks: Record<string, Check> = {
  'JSON reads back': async (db, reopened) => {
    const value = { name: 'é', list: [1, 2.5, null, true], inner: { empty: '' } };
    await db.setJson('object', value);
    await db.setJson('null', null);
    const again = await reopened();
    assert.deepEqual(await again.getJson('object'), value);
    assert.equal(await again.getJson('null'), null);
  },
  'JSON is stored for people: two spaces, a final newline': async db => {
    await db.setJson('key', { a: [1] });
    assert.equal(await db.get('key'), '{\n  "a": [\n    1\n  ]\n}\n');
  },
  'a value that is not JSON is an error that names the key': async db => {
    await db.set('half', '{"a":');
    await db.set('empty', '');
    const error = await failsWith('STORE_BAD_JSON', () => db.getJson('half'));
    assert.match(error.message, /`half`/);
    await failsWith('STORE_BAD_JSON', () => db.getJson('empty'));
  },
  'a value that JSON has no form for is refused and leaves the old value': async db => {
    const circle: unknown[] = [];
    circle.push(circle);
    await db.setJson('key', 'old');
    for (const value of [undefined, () => 1, 1n, circle]) {
      await failsWith('STORE_BAD_VALUE', () => db.setJson('key', value));
    }
    assert.equal(await db.getJson('key'), 'old');
  },
};

export const lastingChecks: Record<string, Check> = {
  'opening again finds everything': async (db, reopened) => {
    await db.set('text', 'value');
    await db.set('gone', 'value');
    await db.delete('gone');
    await db.set('L'.repeat(1000), 'long');
    const again = await reopened();
    assert.deepEqual(await contents(again), [
      ['L'.repeat(1000), 'long'],
      ['text', 'value'],
    ]);
    assert.equal(again.name, db.name);
  },
  'different keys can be set at the same time': async (db, reopened) => {
    const names = Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? `${i}-`.repeat(150) : `key ${i}`));
    await Promise.all(names.map(key => db.set(key, `value of ${key}`)));
    const expected = names.map(key => [key, `value of ${key}`]);
    assert.deepEqual(new Map(await contents(await reopened())), new Map(expected as [string, string][]));
  },
  'a loop of reads does not keep writes from running': async db => {
    const written = new Promise(resolve => setTimeout(resolve, 5)).then(() => db.set('late', '1'));
    while ((await db.get('late')) === undefined && (await db.keys()).length === 0);
    await written;
    assert.equal(await db.get('late'), '1');
  },
  'readers see one whole value while a writer runs': async db => {
    const whole = ['a'.repeat(100_000), 'b'.repeat(100_000)] as const;
    await db.set('key', whole[0]);
    const writer = async () => {
      for (let i = 1; i <= 10; i++) await db.set('key', whole[i % 2] as string);
    };
    const reader = async () => {
      for (let i = 0; i < 20; i++) assert.ok(whole.includes((await db.get('key')) ?? ''), 'a torn value');
    };
    await Promise.all([writer(), reader()]);
  },
};

function everyByte(): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, i) => i);
}
