// How fast the command starts, as whole processes beside `node -e 0` and a commander hello: best and median of many,
// taken in turns, with the ratio to bare node. Build first: npm run build. `node bench/start.mjs [ROUNDS]`
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const rounds = Number(process.argv[2] ?? 30);
const hero = resolve(import.meta.dirname, '../dist/hero.js');
const commander = import.meta.resolve('commander');
// The home on tmpfs, where there is one: what is measured is the command, not the disk.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hero-start-'));

/** Writes a file into the folder and gives its path. */
function write(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const hello = write(
  'hello.mjs',
  `import { Command } from '${commander}';
new Command('hello').argument('[name]').action(name => console.log('Hello ' + (name ?? 'you'))).parse();
`,
);
const head = "!!core.params_session_set city:Ghent team:ops\n!!session.env_set key:PLACE val:'the harbour'\n";
const saying = write('saying.hero', head + "!!play.echo content:'{city}, {team}, {PLACE}'\n".repeat(8));
const keeping = write(
  'keeping.hero',
  `${head}!!config.set key:mail.from value:'ops@example.org'
!!config.set key:mail.to value:'all@example.org'
!!config.get key:mail.from
!!play.echo content:'Hello {city}'
!!play.echo content:'to {PLACE}'
!!play.echo content:'for {team}'
!!config.list prefix:mail.
!!config.delete key:mail.to
`,
);

const commands = {
  'node -e 0': ['-e', '0'],
  'commander hello': [hello],
  'hero --version': [hero, '--version'],
  'hero --help': [hero, '--help'],
  'ten lines that say something': [hero, 'run', saying],
  'ten lines, half of them files': [hero, 'run', keeping],
};

const times = Object.fromEntries(Object.keys(commands).map(name => [name, []]));
try {
  for (let round = 0; round < rounds; round++) {
    for (const [name, args] of Object.entries(commands)) times[name].push(run(args));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const [base] = Object.values(times).map(summary);
console.log(`${process.version}, ${rounds} rounds`);
for (const [name, list] of Object.entries(times)) {
  const { best, median } = summary(list);
  const [bestRatio, medianRatio] = [best / base.best, median / base.median];
  console.log(
    `${name.padEnd(30)} best ${best.toFixed(1).padStart(6)} ms (${bestRatio.toFixed(2)} ×)   median ${median.toFixed(1).padStart(6)} ms (${medianRatio.toFixed(2)} ×)`,
  );
}

/** Milliseconds that a process takes from its start to its end. */
function run(args) {
  const env = { ...process.env, HERO_HOME: join(folder, 'home'), CI: '1' };
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  const time = performance.now() - start;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return time;
}

function summary(list) {
  const sorted = list.toSorted((a, b) => a - b);
  return { best: sorted[0], median: sorted[sorted.length >> 1] };
}
