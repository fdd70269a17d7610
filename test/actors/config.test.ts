import { describe, expect, test } from 'vitest';
import { tempFolder } from '../git/upstream.ts';
import { failure, heard, isolate, open, play } from '../play/world.ts';

isolate();

describe('the configuration', () => {
  test('is kept for the next session of the context, and of no other', async () => {
    const home = tempFolder();
    await play("!!config.set key:'Mail.From' value:'ops@example.org'", { home });
    expect(await play("!!config.get key:'Mail.From'", { home })).toEqual(['ops@example.org']);
    const error = await failure(() => play("!!config.get key:'mail.from'", { home }));
    expect([error.code, error.hint]).toEqual(['PLAY_NOT_SET', 'set it, or give a `default`']);
    expect(
      (await failure(() => play("!!config.get key:'Mail.From'", { home, contextName: 'ops' }))).code,
    ).toBe('PLAY_NOT_SET');
  });

  test('knows the empty value from a missing one', async () => {
    expect(
      await play("!!config.set key:a value:''\n!!config.get key:a default:x\n!!config.get key:b default:x"),
    ).toEqual(['', 'x']);
  });

  test('reads a value into a session param, and says nothing', async () => {
    const session = await open({ playbookText: '!!config.get key:a default:Ghent into:city' });
    const said = heard(session);
    await session.run();
    expect(said).toEqual([]);
    expect(session.params.get('city')).toBe('Ghent');
    expect(session.playbook.actions[0]?.result.get('value')).toBe('Ghent');
  });

  test('lists keys by prefix, and deletes them', async () => {
    const text = ['a.x', 'b', 'a.y'].map(key => `!!config.set key:${key} value:1\n`).join('');
    expect(await play(`${text}!!config.list prefix:a.`)).toEqual(['a.x', 'a.y']);
    expect(await play(`${text}!!config.delete key:b\n!!config.delete key:b\n!!config.list`)).toEqual([
      'a.x',
      'a.y',
    ]);
  });

  test.each(['!!config.set key:a', '!!config.set value:a', '!!config.get', '!!config.delete'])(
    '%s misses something',
    async text => {
      expect((await failure(() => play(text))).code).toBe('PLAY_NO_ANSWER');
    },
  );

  test('refuses a key that no store takes', async () => {
    expect((await failure(() => play("!!config.set key:'' value:x"))).code).toBe('STORE_BAD_KEY');
  });
});
