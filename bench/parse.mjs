// How fast the language is read, checked and formatted, beside the parsers of other formats on equal data, in one run.
// Best of several; MB/s of each format's own text, and the ratio to JSON.parse. `npm run bench [-- COUNT …]`
import { parse as parseKdl } from '@bgotink/kdl';
import { load as loadYaml } from 'js-yaml';
import { parseTree } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { check, defineActor, PlayBook, p, Registry } from '../dist/index.js';
import { format, parse, print } from '../dist/script/index.js';
import { makeRecords, toHeroscript, toKdl, toToml, toYaml } from './records.mjs';

const counts = process.argv.slice(2).map(Number);
const slow = 20_000;

const person = defineActor('person', {
  define: {
    summary: 'A record of the benchmark.',
    params: {
      name: p.text(),
      title: p.text(),
      email: p.text(),
      age: p.int(),
      active: p.bool(),
      tags: p.list(),
      text: p.text().optional(),
    },
    run: () => undefined,
  },
});
const scope = { registry: new Registry([person]), environment: { places: { base: '/', home: '/' }, now: 0 } };

for (const count of counts.length > 0 ? counts : [5_000, 100_000]) bench(count);

function bench(count) {
  const records = makeRecords(count);
  const json = JSON.stringify(records);
  const hero = toHeroscript(records);
  const canonical = format(hero);
  const rows = [
    ['JSON.parse', json, JSON.parse],
    ['heroplay: tree, spans, comments', hero, text => parse(text)],
    ['heroplay: and every key and value read', hero, readAll],
    ['heroplay: parse and print', hero, text => print(parse(text))],
    ['heroplay: parse and check', hero, text => check([parse(text)], scope)],
    ['heroplay: format', canonical, text => format(text)],
    ['jsonc-parser: tree', json, text => parseTree(text)],
    ['smol-toml', toToml(records), parseToml],
    ['js-yaml', toYaml(records), text => loadYaml(text)],
    ...(count <= slow ? [['@bgotink/kdl', toKdl(records), text => parseKdl(text)]] : []),
    ...(count <= slow ? [['yaml', toYaml(records), text => parseYaml(text)]] : []),
  ];
  console.log(`\n${count} records, ${(hero.length / 1e6).toFixed(1)} MB of HeroScript`);
  const speeds = rows.map(([name, text, run]) => [
    name,
    text.length / 1e6 / best(() => run(text), count > slow ? 4 : 12),
  ]);
  const [, base] = speeds[0];
  for (const [name, speed] of speeds) {
    console.log(
      `${name.padEnd(40)} ${speed.toFixed(1).padStart(7)} MB/s   ${(speed / base).toFixed(2)} × JSON.parse`,
    );
  }
  console.log(`memory of the tree: ${memoryOf(hero, count)} bytes an action`);
  find(hero);
}

/** What a program does at most: every key, value and comment as text. */
function readAll(text) {
  let length = 0;
  for (const action of parse(text).actions) {
    length += action.actor.length + action.name.length + action.comments.length;
    for (const item of action.items)
      length += item.kind === 'param' ? item.key.length + item.value.length : item.value.length;
  }
  return length;
}

function memoryOf(text, count) {
  if (!globalThis.gc) return 'run node with --expose-gc to see';
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const document = parse(text);
  globalThis.gc();
  const bytes = (process.memoryUsage().heapUsed - before) / count;
  return document.actions.length === count ? Math.round(bytes) : 'wrong';
}

function find(text) {
  const playbook = new PlayBook();
  playbook.add(`${text}\n!!needle.here x:1\n`);
  playbook.find({ filter: 'needle.here' });
  const seconds = best(() => playbook.find({ filter: 'needle.here' }), 50);
  console.log(
    `find of one exact name in ${playbook.actions.length} actions: ${(seconds * 1e6).toFixed(1)} µs`,
  );
}

/** The shortest of several runs, in seconds. */
function best(run, rounds) {
  let shortest = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    run();
    shortest = Math.min(shortest, performance.now() - start);
  }
  return shortest / 1000;
}
