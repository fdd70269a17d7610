import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runLock } from '../../../../src/play/context/session-file.ts';
import { Lock, readLock } from '../../../../src/sys/lock.ts';
import { currentOwner, seenProcess } from '../../../../src/sys/owner.ts';
import { hero, results, useWorld } from '../../../support/cli.ts';

const world = useWorld();
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const at = (...names: string[]) => join(world.home, 'contexts', ...names);
const list = () => hero(['lock', 'list'], { width: 200 });

/** A lock that another process has, which does nothing but live. */
async function othersLock(): Promise<ChildProcess> {
  const child = spawn('sleep', ['600']);
  children.push(child);
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  mkdirSync(at('ops/db/notes/.store'), { recursive: true });
  const owner = { ...currentOwner('back\u001bup'), pid, startTime: seenProcess(pid)?.startTime ?? '' };
  writeFileSync(at('ops/db/notes/.store/lock.1'), JSON.stringify({ ...owner, id: 'x' }));
  return child;
}

async function lockOf(place: string): Promise<Lock> {
  mkdirSync(at(place), { recursive: true });
  return Lock.acquire(at(place));
}

describe('hero lock', () => {
  it('has nothing to list at first, and makes nothing', async () => {
    expect(await list()).toEqual({ code: 0, out: '', err: '' });
    expect(readdirSync(world.folder)).toEqual(['user']);
  });

  it('lists locks of sessions and databases of all contexts', async () => {
    await results('run', '-c', 'ops', '--session', 'monday', '-t', '!!play.echo content:hello');
    const held = await Lock.acquire(at('ops/sessions/monday'), { name: runLock, command: 'nightly' });
    const child = await othersLock();
    const { out } = await list();
    const [notes = '', monday = '', ...rest] = out.split('\n');
    expect(rest).toEqual(['']);
    expect(notes).toContain(`ops/db/notes         held  \`back\\u{1B}up\` (process ${child.pid} on`);
    expect(monday).toMatch(/^ops\/sessions\/monday {2}held {2}`nightly` \(process \d+ on `.*`\) since 20..-/);
    await held.release();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const after = (await list()).out;
    expect(after).toMatch(/^ops\/db\/notes +dead /m);
    expect(after).toMatch(/^ops\/sessions\/monday +free$/m);
  });

  it('lists and breaks that of the secrets, too', async () => {
    const held = await lockOf('ops/db/secrets/.store');
    expect((await list()).out).toMatch(/^ops\/db\/secrets +held/m);
    expect((await hero(['lock', 'break', 'ops/db/secrets', '--force'])).code).toBe(0);
    expect(held.isHeld()).toBe(false);
  });

  it('breaks a lock of a living process only with --force, which fences that process', async () => {
    mkdirSync(at('ops/sessions/monday'), { recursive: true });
    const held = await Lock.acquire(at('ops/sessions/monday'), { name: runLock });
    const refused = await hero(['lock', 'break', 'ops/sessions/monday']);
    expect([refused.code, refused.err]).toEqual([4, expect.stringContaining('error[SYS_LOCKED]')]);
    expect(held.isHeld()).toBe(true);
    expect(await hero(['lock', 'break', at('ops/sessions/monday'), '--force'])).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    expect(() => held.assertHeld()).toThrow(expect.objectContaining({ code: 'SYS_FENCED' }));
    expect(await readLock(at('ops/sessions/monday'), runLock)).toMatchObject({ released: true });
  });

  it('breaks the lock of a dead process, and the database can be written', async () => {
    const child = await othersLock();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await hero(['lock', 'break', 'ops/db/notes'])).code).toBe(0);
    expect((await list()).out).toBe('ops/db/notes  free\n');
  });

  it('breaks nothing outside of the home', async () => {
    mkdirSync('elsewhere');
    const held = await Lock.acquire('elsewhere', { name: runLock });
    for (const name of ['elsewhere', join(world.folder, 'elsewhere'), '../../elsewhere', '']) {
      const { code, err } = await hero(['lock', 'break', name, '--force']);
      expect([code, err]).toEqual([2, expect.stringContaining('there is no lock')]);
    }
    expect(held.isHeld()).toBe(true);
  });
});
