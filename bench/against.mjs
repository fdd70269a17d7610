// This build beside an older one, side by side in one run: the two take turns (A B A B), and each pair gives a ratio of CPU
// and of wall time. `node bench/against.mjs [REVISION] [PAIRS] [CASE …]` after `npm run build`; the older revision is
// built into a temporary folder with the packages that are installed here. Default: the build before 0.2, 15 pairs.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [revision = '40625b0', pairs = '15', ...wanted] = process.argv.slice(2);
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'hero-against-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Builds a revision and returns its folder. */
function buildOf(name) {
  const path = join(folder, 'older');
  mkdirSync(path);
  const archive = execFileSync('git', ['archive', name], { cwd: root, maxBuffer: 2 ** 28 });
  execFileSync('tar', ['-x', '-C', path], { input: archive });
  symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'));
  execFileSync(process.execPath, ['build.mjs'], { cwd: path, stdio: 'ignore' });
  return path;
}

// Each process writes its CPU time when it ends.
const meter = join(folder, 'meter.mjs');
writeFileSync(
  meter,
  `import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.METER, String((user + system) / 1000));
});`,
);

function measure(argv, env) {
  const out = join(folder, 'cpu');
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', meter, ...argv], {
    cwd: folder,
    env: { ...process.env, ...env, METER: out, CI: '1' },
    encoding: 'utf8',
  });
  const wall = performance.now() - started;
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}: ${stderr}`);
  return { cpu: Number(readFileSync(out, 'utf8')), wall };
}

writeFileSync(join(folder, 'ten.hero'), "!!play.echo content:'hello'\n".repeat(10));
const large = Array.from(
  { length: 20_000 },
  (_, at) => `!!person.define name:p${at} title:'Number ${at}' email:'p${at}@example.org' age:${at % 99}\n`,
).join('');
writeFileSync(join(folder, 'large.hero'), large);

/** A program that imports a build and does something with it. */
function program(name, text) {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, `const { BUILD, WORK } = process.env;\n${text}`);
  return path;
}

const parse = program(
  'parse',
  `const { parse, format } = await import(BUILD + '/dist/script/index.js');
import { readFileSync } from 'node:fs';
const text = readFileSync('large.hero', 'utf8');
for (let n = 0; n < 5; n++) parse(text).actions.map(({ fullName }) => fullName);
format(text);`,
);
const idle = effect => `{ summary: 'Does nothing.', params: {}, effect: '${effect}', run() {} }`;
const journal = (effect, count) =>
  program(
    `journal-${effect}`,
    `const { newSession, defineActor } = await import(BUILD + '/dist/index.js');
const actor = defineActor('idle', { go: ${idle(effect)} });
const session = await newSession({ home: WORK, playbookText: '!!idle.go\\n'.repeat(${count}), actors: [actor], interactive: false });
await session.run();`,
  );
const store = program(
  'store',
  `const { FileStore } = await import(BUILD + '/dist/index.js');
const db = new FileStore(WORK + '/db', 'bench');
for (let n = 0; n < 200; n++) await db.set('key' + (n % 20), 'x'.repeat(100));
for (let n = 0; n < 5000; n++) await db.get('key' + (n % 20));
await db.batch(Array.from({ length: 50 }, (_, n) => ({ kind: 'set', key: 'b' + n, value: 'y' })));
await Promise.all(Array.from({ length: 100 }, (_, n) => db.set('c' + n, 'z')));
await db.close();`,
);

const cases = {
  'hero --version': build => [join(build, 'dist/hero.js'), '--version'],
  'hero --help': build => [join(build, 'dist/hero.js'), '--help'],
  'hero check': build => [join(build, 'dist/hero.js'), 'check', 'ten.hero'],
  'hero plan': build => [join(build, 'dist/hero.js'), 'plan', 'ten.hero'],
  'hero run, ten echoes': build => [join(build, 'dist/hero.js'), 'run', 'ten.hero'],
  'import heroplay': () => [program('import', `await import(BUILD + '/dist/index.js');`)],
  'parse 2.2 MB five times, format': () => [parse],
  '1,000 once actions': () => [journal('once', 1000)],
  '3,000 pure actions': () => [journal('pure', 3000)],
  'store: sets, gets, a batch': () => [store],
};

const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const spread = values => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share => sorted[Math.round(share * (sorted.length - 1))].toFixed(2);
  return `${median(values).toFixed(2)} (${at(0.1)}–${at(0.9)})`;
};

const older = buildOf(revision);
console.log(`this build / ${revision}, ${pairs} pairs: median of the ratios, tenth to ninetieth percentile`);
console.log(`${'case'.padEnd(34)}${'CPU'.padEnd(20)}${'wall'.padEnd(20)}CPU ms here`);
for (const [name, argvOf] of Object.entries(cases)) {
  if (wanted.length > 0 && !wanted.some(word => name.includes(word))) continue;
  const ratios = { cpu: [], wall: [] };
  const here = [];
  let count = 0;
  const run = build => measure(argvOf(build), workOf(build, count++));
  run(root);
  run(older);
  for (let pair = 0; pair < Number(pairs); pair++) {
    const [a, b] = [run(root), run(older)];
    ratios.cpu.push(a.cpu / b.cpu);
    ratios.wall.push(a.wall / b.wall);
    here.push(a.cpu);
  }
  const cells = [name.padEnd(34), spread(ratios.cpu).padEnd(20), spread(ratios.wall).padEnd(20)];
  console.log(`${cells.join('')}${median(here).toFixed(0)}`);
}

function workOf(build, number) {
  const work = join(folder, `work-${number}`);
  return { BUILD: build, WORK: work, HERO_HOME: work };
}
