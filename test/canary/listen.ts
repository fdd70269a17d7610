import { readdirSync } from 'node:fs';
import { hero, type Ran, type Setting, type World } from '../support/cli.ts';
import { canaries } from './canaries.ts';
import { afterwards, looks } from './commands.ts';
import { plant } from './plant.ts';
import { scan, scanFolder } from './scan.ts';

/** Answers to all that the scripts ask, and one to nothing at all. */
export const settings = (['pin=asked', 'given=setting', 'password=typed'] as const).flatMap(text => {
  const [key, canary] = text.split('=') as [string, 'asked' | 'setting' | 'typed'];
  return ['--set', `${key}=${canaries[canary]}`];
});

/** Commands in a world with planted scripts; what they print and leave is looked through. */
export class Listener {
  readonly #world: World;
  readonly #mine: readonly string[];
  readonly #hits: string[] = [];

  constructor(world: World) {
    this.#world = world;
    this.#mine = plant(world.folder, world.home);
  }

  /** Runs a command. */
  async hear(argv: readonly string[], setting: Setting = {}): Promise<Ran> {
    const ran = await hero(argv, setting);
    const name = argv.filter(word => !word.includes('Qx')).join(' ');
    this.#hits.push(...scan(ran.out, `stdout of hero ${name}`), ...scan(ran.err, `stderr of hero ${name}`));
    return ran;
  }

  /** Runs all that tells of what was played. */
  async hearAfterwards(): Promise<void> {
    const id = readdirSync(`${this.#world.home}/contexts/default/sessions`).at(-1) ?? '';
    for (const words of afterwards) await this.hear(words.map(word => (word === 'ID' ? id : word)));
  }

  /** Runs all that looks at a script and plays nothing. */
  async look(file: string, options: readonly string[] = []): Promise<void> {
    for (const words of looks) {
      const argv = words.map(word => (word === 'FILE' ? file : word));
      await this.hear(words[0] === 'plan' ? [...argv, ...options] : argv);
    }
  }

  /** All canaries that were printed, or lie where the author did not put them. */
  found(): string[] {
    return [...new Set([...this.#hits, ...scanFolder(this.#world.folder, this.#mine)])];
  }
}
