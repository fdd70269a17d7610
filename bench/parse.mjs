// How fast the language is read, beside the parsers of other formats on equal data, in one run.
// Best of several; MB/s of each format's own text, and the ratio to JSON.parse. Build first: npm run build.
import { load as loadYaml } from 'js-yaml';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { PlayBook } from '../dist/index.js';
import { parse, print } from '../dist/script/index.js';
import { makeRecords, toHeroscript, toToml, toYaml } from './records.mjs';

const counts = process.argv.slice(2).map(Number);

for (const count of counts.length > 0 ? counts : [5_000, 100_000]) bench(count);

function bench(count) {
  const records = makeRecords(count);
  const json = JSON.stringify(records);
  const hero = toHeroscript(records);
  const rounds = count > 20_000 ? 4 : 12;
  const rows = [
    ['JSON.parse', json, JSON.parse],
    ['heroplay parse: tree, spans, comments', hero, text => parse(text)],
    ['heroplay parse, every value read', hero, readAll],
    ['heroplay parse and print', hero, text => print(parse(text))],
    ['smol-toml', toToml(records), parseToml],
    ['js-yaml', toYaml(records), text => loadYaml(text)],
    ...(count <= 20_000 ? [['yaml', toYaml(records), text => parseYaml(text)]] : []),
  ];
  console.log(`\n${count} records, ${(hero.length / 1e6).toFixed(1)} MB of HeroScript`);
  const speeds = rows.map(([name, text, run]) => [name, text.length / 1e6 / best(() => run(text), rounds)]);
  const [, base] = speeds[0];
  for (const [name, speed] of speeds) {
    console.log(
      `${name.padEnd(40)} ${speed.toFixed(1).padStart(7)} MB/s   ${(speed / base).toFixed(2)} × JSON.parse`,
    );
  }
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
