// What the journal costs: 1,000 actions that do nothing, beside the bare writes and syncs that their promise needs, and
// 100 of them as a command beside `ansible-playbook` with 100 tasks that do nothing. Best of several; ratios.
// `node bench/journal.mjs` after `npm run build`; without ansible-playbook its row is left out.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineActor, newSession } from '../dist/index.js';

const count = 1000;
const rounds = Number(process.env.ROUNDS ?? 5);
const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'hero-bench-'));
const idle = effect => ({ summary: 'Does nothing.', params: {}, effect, run() {} });
const idler = defineActor('idle', { once: idle('once'), pure: idle('pure') });

async function best(run) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await run(round);
    least = Math.min(least, performance.now() - started);
  }
  return least;
}

/** `syncs` lines of 250 bytes, each on disk before the next. */
async function bare(syncs, round) {
  const handle = await open(join(folder, `bare-${syncs}-${round}`), 'a');
  const line = `${'x'.repeat(249)}\n`;
  for (let at = 0; at < syncs; at++) {
    await handle.appendFile(line);
    await handle.datasync();
  }
  await handle.close();
}

async function play(action, round) {
  const text = `!!idle.${action}\n`.repeat(count);
  const session = await newSession({
    home: join(folder, `home-${action}-${round}`),
    playbookText: text,
    actors: [idler],
  });
  await session.run();
}

function row(what, ms, base, per) {
  const each = ((1000 * ms) / per).toFixed(0).padStart(7);
  console.log(
    `${what.padEnd(44)} ${ms.toFixed(0).padStart(7)} ms ${each} µs each ${(ms / base).toFixed(2).padStart(7)} ×`,
  );
}

const twoSyncs = await best(round => bare(2 * count, round));
const oneSync = await best(round => bare(count, round));
console.log(`${count} actions, best of ${rounds}`);
row('write and sync twice, bare', twoSyncs, twoSyncs, count);
row('actions with an effect (two syncs each)', await best(round => play('once', round)), twoSyncs, count);
row('write and sync once, bare', oneSync, oneSync, count);
row('actions without one (one sync each)', await best(round => play('pure', round)), oneSync, count);

const tasks = 100;
const script = join(folder, 'hundred.hero');
writeFileSync(script, '!!exec.run cmd:true play.effect:pure\n'.repeat(tasks));
const echo = join(folder, 'echo.hero');
writeFileSync(echo, '!!play.echo content:x\n'.repeat(tasks));
const env = { ...process.env, HERO_HOME: join(folder, 'home'), ANSIBLE_LOCALHOST_WARNING: 'false' };
const hero = file =>
  execFileSync(process.execPath, ['dist/hero.js', 'run', '-q', file], { env, stdio: 'ignore' });
const heroEcho = await best(() => hero(echo));
const heroExec = await best(() => hero(script));
console.log(`\n${tasks} actions as a command, best of ${rounds}`);
row('hero run, actions that do nothing', heroEcho, heroEcho, tasks);
row('hero run, each starts the program `true`', heroExec, heroEcho, tasks);
if (spawnSync('ansible-playbook', ['--version']).status === 0) {
  const task = '    - meta: noop\n';
  const debug = '    - debug:\n        msg: x\n';
  const command = '    - command: "true"\n      changed_when: false\n';
  const book = each =>
    `- hosts: localhost\n  connection: local\n  gather_facts: false\n  tasks:\n${each.repeat(tasks)}`;
  for (const [what, each] of [
    ['ansible-playbook, 100 × meta: noop', task],
    ['ansible-playbook, 100 × debug', debug],
    ['ansible-playbook, 100 × command: true', command],
  ]) {
    const file = join(folder, 'book.yml');
    writeFileSync(file, book(each));
    const ms = await best(() =>
      execFileSync('ansible-playbook', ['-i', 'localhost,', file], { env, stdio: 'ignore' }),
    );
    row(what, ms, heroEcho, tasks);
  }
} else console.log('skipped: needs ansible-playbook');
rmSync(folder, { recursive: true, force: true });
