import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Lock } from '../../../../src/sys/lock.ts';
import { hero, results, useWorld } from '../../../support/cli.ts';
import { play } from '../../../support/played.ts';

useWorld();

const sessions = 'hero-home/contexts/default/sessions';

describe('hero session rm', () => {
  it('removes what is kept of sessions, and nothing else', async () => {
    for (const name of ['one', 'two', 'three']) await play(name, '!!play.echo hi');
    expect(await hero(['session', 'rm', 'one', 'THREE', 'one'])).toEqual({ code: 0, out: '', err: '' });
    expect(readdirSync(sessions)).toEqual(['two']);
    await results('session', 'show', 'two');
  });

  it('a name that is wrong removes nothing', async () => {
    await play('one', '!!play.echo hi');
    for (const wrong of ['two', '..', '../../x', '.', '']) {
      const { code, err } = await hero(['session', 'rm', 'one', wrong]);
      expect([code, err.slice(0, 22)]).toEqual([1, 'error[PLAY_NO_SESSION]']);
    }
    expect(readdirSync(sessions)).toEqual(['one']);
  });

  it('one that is played stays', async () => {
    await play('one', '!!play.echo hi');
    const lock = await Lock.acquire(`${sessions}/one`, { name: 'run.lock' });
    const { code, err } = await hero(['session', 'rm', 'one']);
    expect(code).toBe(4);
    expect(err).toMatch(/^error\[SYS_LOCKED\]: `one` is in use by /);
    expect(existsSync(`${sessions}/one/journal.jsonl`)).toBe(true);
    await lock.release();
    await results('session', 'rm', 'one');
    expect(readdirSync(sessions)).toEqual([]);
  });

  it('removes a damaged one', async () => {
    await play('one', '!!play.echo hi');
    writeFileSync(`${sessions}/one/session.json`, 'nonsense');
    writeFileSync(`${sessions}/one/journal.jsonl`, 'nonsense\n');
    await results('session', 'rm', 'one');
    expect(readdirSync(sessions)).toEqual([]);
  });

  it('follows no link', async () => {
    await play('one', '!!play.echo hi');
    mkdirSync('elsewhere');
    writeFileSync('elsewhere/precious', '');
    symlinkSync('../../../../../elsewhere', `${sessions}/one/link`);
    symlinkSync('../../../../elsewhere', `${sessions}/linked`);
    expect(existsSync(`${sessions}/one/link/precious`)).toBe(true);
    expect(existsSync(`${sessions}/linked/precious`)).toBe(true);
    expect(await hero(['session', 'rm', 'linked'])).toMatchObject({ code: 1 });
    await results('session', 'rm', 'one');
    expect(readdirSync('elsewhere')).toEqual(['precious']);
    expect(readdirSync(sessions)).toEqual(['linked']);
  });
});
