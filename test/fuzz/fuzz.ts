import { check, p, Registry } from '../../src/action/index.ts';
import { builtins } from '../../src/actors/index.ts';
import { isHeroError } from '../../src/base/index.ts';
import { Params } from '../../src/params/index.ts';
import { format, parse, parseParams, plainAction, print, tokens } from '../../src/script/index.ts';
import { draw } from '../support/draw.ts';
import { mutate, randomFrom } from './mutate.ts';

const environment = { places: { base: '/', home: '/root' }, now: 0 };
const scope = { registry: new Registry(builtins), environment };
const types = [p.int(), p.number(), p.bool(), p.list(), p.size(), p.money(), p.time(), p.path(), p.params()];

/** Everything that reads a text, on one text. Nothing may escape but a HeroError, and nothing may be lost. */
export function exercise(text: string): void {
  const document = parse(text);
  if (print(document) !== text) throw new Error('it does not print back');
  tokens(document);
  for (const diagnostic of [...document.diagnostics, ...check([document], scope)])
    draw(diagnostic, { width: 40 });
  parseParams(text);
  for (const action of document.actions) {
    const params = Params.fromAction(action);
    if (!Params.fromJson(JSON.stringify(params)).equal(params)) throw new Error('params do not survive JSON');
    plainAction(action);
  }
  for (const type of types) allow(() => type.read(text.slice(0, 400), environment));
  const isSound = document.diagnostics.every(({ severity }) => severity !== 'error');
  if (isSound) format(text);
  else allow(() => format(text));
}

function allow(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!isHeroError(error)) throw error;
  }
}

/** The text of a seed: one of the seed texts, mutated. */
export function textOf(seed: number, seeds: readonly string[]): string {
  const random = randomFrom(seed);
  const pick = () => (seeds[random(seeds.length)] ?? '').slice(0, 4000);
  return mutate(pick(), pick(), random);
}
