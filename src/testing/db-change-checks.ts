import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Check, contents, failsWith, sha256Hex } from './db-check.ts';

export const updateChecks: Record<string, Check> = {
  'update stores what the function makes of a text, and returns it': async (db, reopened) => {
    assert.equal(await db.update('key', text => `${text} one`), 'undefined one');
    assert.equal(await db.update('key', text => `${text} two`), 'undefined one two');
    assert.equal(await (await reopened()).get('key'), 'undefined one two');
  },
  'update waits for an async function': async db => {
    await db.set('key', '1');
    const doubled = db.update('key', async text => {
      await nextTurn();
      return `${2 * Number(text)}`;
    });
    assert.equal(await doubled, '2');
    assert.equal(await db.get('key'), '2');
  },
  'updates of one key at the same time lose nothing': async (db, reopened) => {
    const add = () => db.update('count', async text => `${Number(text ?? 0) + 1}`);
    const results = await Promise.all(Array.from({ length: 50 }, add));
    assert.deepEqual(new Set(results), new Set(Array.from({ length: 50 }, (_, i) => `${i + 1}`)));
    assert.equal(await (await reopened()).get('count'), '50');
  },
  'an update that returns undefined removes the key': async db => {
    await db.set('key', 'value');
    assert.equal(await db.update('key', () => undefined), undefined);
    assert.equal(await db.has('key'), false);
    assert.equal(await db.update('never', () => undefined), undefined);
    assert.deepEqual(await db.keys(), []);
  },
  'an update that throws changes nothing, and the next update works': async db => {
    await db.set('key', 'old');
    const reason = new Error('changed my mind');
    const attempts = [() => Promise.reject(reason), () => raise(reason)];
    for (const attempt of attempts) await assert.rejects(db.update('key', attempt), reason);
    await failsWith('STORE_BAD_VALUE', () => db.update('key', () => 7 as unknown as string));
    await failsWith('STORE_BAD_VALUE', () => db.update('key', () => '\uD83D'));
    assert.equal(await db.get('key'), 'old');
    assert.equal(await db.update('key', text => `${text}!`), 'old!');
  },
  'an update may read, and is refused to write': async db => {
    await db.set('a', '1');
    const read = await db.update('b', async () => `${await db.get('a')} ${(await db.keys()).join()}`);
    assert.equal(read, '1 a');
    const writes = [
      () => db.set('b', 'x'),
      () => db.delete('a'),
      () => db.clear(),
      () => db.update('a', () => 'x'),
      () => db.setIf('a', 'x', undefined),
      () => db.batch([{ kind: 'set', key: 'a', value: 'x' }]),
    ];
    for (const write of writes)
      await failsWith('STORE_NESTED', () => db.update('c', async () => `${await write()}`));
    assert.deepEqual(await contents(db), [
      ['a', '1'],
      ['b', '1 a'],
    ]);
  },
  'a call that an update did not wait for may write after the update': async db => {
    let later: Promise<void> | undefined;
    let over: () => void = () => undefined;
    const isOver = new Promise<void>(resolve => {
      over = resolve;
    });
    await db.update('key', () => {
      later = isOver.then(() => db.set('later', 'value'));
      return 'now';
    });
    over();
    await later;
    assert.equal(await db.get('later'), 'value');
  },
  'update refuses bad keys and values that are not text': async db => {
    await failsWith('STORE_BAD_KEY', () => db.update('', () => ''));
    await db.set('bytes', Uint8Array.of(0xff));
    await failsWith('STORE_BAD_VALUE', () => db.update('bytes', () => 'x'));
    assert.deepEqual(await db.getBytes('bytes'), Uint8Array.of(0xff));
  },
};

export const revisionChecks: Record<string, Check> = {
  'a revision is the SHA-256 of the value': async (db, reopened) => {
    assert.equal(await db.revision('key'), undefined);
    for (const value of ['', 'text', Uint8Array.of(0xff, 0)]) {
      await db.set('key', value);
      assert.equal(await (await reopened()).revision('key'), sha256Hex(value));
    }
  },
  'setIf makes a key that is missing': async (db, reopened) => {
    assert.equal(await db.setIf('key', 'first', undefined), true);
    assert.equal(await db.setIf('key', 'second', undefined), false);
    assert.equal(await (await reopened()).get('key'), 'first');
    assert.equal(await db.setIf('other', 'x', sha256Hex('')), false);
    assert.deepEqual(await db.keys(), ['key']);
  },
  'setIf replaces or removes the value that was seen, and no other': async db => {
    await db.set('key', 'one');
    const seen = await db.revision('key');
    assert.equal(await db.setIf('key', 'two', seen), true);
    assert.equal(await db.setIf('key', 'three', seen), false);
    assert.equal(await db.setIf('key', undefined, seen), false);
    assert.equal(await db.get('key'), 'two');
    assert.equal(await db.setIf('key', undefined, sha256Hex('two')), true);
    assert.equal(await db.has('key'), false);
  },
  'of many concurrent setIf calls with one revision, one succeeds': async db => {
    await db.set('key', 'start');
    const seen = await db.revision('key');
    const attempts = Array.from({ length: 10 }, (_, i) => db.setIf('key', `${i}`, seen));
    const done = await Promise.all(attempts);
    assert.equal(done.filter(Boolean).length, 1);
    assert.equal(await db.get('key'), `${done.indexOf(true)}`);
  },
  'setIf refuses the keys and values that set refuses': async db => {
    await failsWith('STORE_BAD_KEY', () => db.setIf('', 'x', undefined));
    await failsWith('STORE_BAD_VALUE', () => db.setIf('key', '\uD83D', undefined));
    await failsWith('STORE_BAD_VALUE', () => db.setIf('key', 'x', undefined, { ttl: -1 }));
    assert.deepEqual(await db.keys(), []);
  },
};

export const batchChecks: Record<string, Check> = {
  'a batch sets and deletes all it names': async (db, reopened) => {
    const long = 'l'.repeat(1000);
    await db.batch([{ kind: 'set', key: 'old', value: 'x' }]);
    await db.batch([
      { kind: 'set', key: 'text', value: 'value' },
      { kind: 'set', key: 'Bytes', value: Uint8Array.of(0xff) },
      { kind: 'set', key: long, value: '' },
      { kind: 'delete', key: 'old' },
      { kind: 'delete', key: 'never' },
    ]);
    const again = await reopened();
    assert.deepEqual(await again.keys(), ['Bytes', long, 'text']);
    assert.deepEqual([await again.get('text'), await again.get(long)], ['value', '']);
    assert.deepEqual(await again.getBytes('Bytes'), Uint8Array.of(0xff));
  },
  'of operations with one key the last one counts': async db => {
    await db.batch([
      { kind: 'set', key: 'a', value: '1' },
      { kind: 'delete', key: 'b' },
      { kind: 'set', key: 'a', value: '2' },
      { kind: 'set', key: 'b', value: '3' },
      { kind: 'set', key: 'c', value: '4' },
      { kind: 'delete', key: 'c' },
    ]);
    assert.deepEqual(await contents(db), [
      ['a', '2'],
      ['b', '3'],
    ]);
  },
  'a batch with one bad operation does nothing': async db => {
    await db.set('old', 'kept');
    const good = [
      { kind: 'set', key: 'new', value: 'x' },
      { kind: 'delete', key: 'old' },
    ] as const;
    await failsWith('STORE_BAD_KEY', () => db.batch([...good, { kind: 'delete', key: '' }]));
    await failsWith('STORE_BAD_VALUE', () => db.batch([...good, { kind: 'set', key: 'b', value: '\uD83D' }]));
    await failsWith('STORE_BAD_VALUE', () =>
      db.batch([...good, { kind: 'set', key: 'b', value: '', ttl: Number.NaN }]),
    );
    assert.deepEqual(await contents(db), [['old', 'kept']]);
  },
  'an empty batch does nothing': async db => {
    await db.batch([]);
    assert.deepEqual(await db.keys(), []);
  },
  'a batch copies the bytes it gets': async db => {
    const bytes = Uint8Array.of(1, 2, 3);
    const done = db.batch([
      { kind: 'set', key: 'a', value: bytes },
      { kind: 'set', key: 'b', value: bytes },
    ]);
    bytes.fill(9);
    await done;
    assert.deepEqual(await db.getBytes('a'), Uint8Array.of(1, 2, 3));
    assert.deepEqual(await db.getBytes('b'), Uint8Array.of(1, 2, 3));
  },
};

export const orderChecks: Record<string, Check> = {
  'a database may be closed while an update runs': async db => {
    let begin: (_: unknown) => void = () => undefined;
    const begun = new Promise(resolve => {
      begin = resolve;
    });
    const late = begun.then(() => Promise.all([db.close(), db.get('n'), db.set('m', '2'), db.close()]));
    const update = db.update('n', async () => {
      begin(undefined);
      await new Promise(resolve => setTimeout(resolve, 20));
      return '1';
    });
    assert.equal(await update, '1');
    await late;
    assert.deepEqual([await db.get('n'), await db.get('m')], ['1', '2']);
  },
  'writes wait while the database is held, and reads do not': async db => {
    await db.set('a', '1');
    let begin: (_: unknown) => void = () => undefined;
    const begun = new Promise(resolve => {
      begin = resolve;
    });
    const late = begun.then(() => db.set('b', '2'));
    const seen = await db.hold(async assertHeld => {
      begin(undefined);
      await nextTurn();
      await assertHeld();
      return [await db.get('a'), await db.keys()];
    });
    assert.deepEqual(seen, ['1', ['a']]);
    await late;
    await failsWith('STORE_NESTED', () => db.hold(() => db.set('a', '2')));
    assert.deepEqual([await db.get('a'), await db.keys()], ['1', ['a', 'b']]);
  },
  'writes of one key happen in the order of the calls, also without an await': async (db, reopened) => {
    const values = Array.from({ length: 20 }, (_, i) => `${i} `.repeat(i % 2 === 0 ? 20_000 : 1));
    await Promise.all(values.map(value => db.set('key', value)));
    assert.equal(await db.get('key'), values.at(-1));
    const mixed = [
      db.set('key', 'one'),
      db.delete('key'),
      db.batch([{ kind: 'set', key: 'key', value: 'two' }]),
      db.update('key', text => `${text} three`),
    ];
    await Promise.all(mixed);
    assert.equal(await (await reopened()).get('key'), 'two three');
    const [, wasThere] = await Promise.all([db.set('new', ''), db.delete('new'), db.set('new', 'again')]);
    assert.deepEqual([wasThere, await db.get('new')], [true, 'again']);
  },
  'writes after a clear or a destroy start over, also without an await': async (db, reopened) => {
    await Promise.all([db.set('a', '1'), db.clear(), db.set('b', '2')]);
    assert.deepEqual(await contents(db), [['b', '2']]);
    await Promise.all([db.set('c', '3'), db.destroy(), db.set('d', '4')]);
    assert.deepEqual(await contents(await reopened()), [['d', '4']]);
  },
  'a database that was closed can be used again': async db => {
    await db.close();
    await db.set('key', 'value');
    await Promise.all([db.set('late', 'value'), db.close()]);
    await db.close();
    assert.equal(await db.get('late'), 'value');
    assert.equal(await db.update('key', text => `${text}!`), 'value!');
  },
};

function raise(error: Error): never {
  throw error;
}
