import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/cli.ts';
import { runs } from './commands.ts';
import { Listener, settings } from './listen.ts';
import { broken, endings } from './plant.ts';

const world = useWorld();

test.each(Object.keys(endings))(
  'what looks at a script (%s) and plays nothing shows no secret',
  async name => {
    const listener = new Listener(world);
    await listener.look(`${name}.hero`, settings);
    await listener.look(`${name}.hero`);
    expect(listener.found()).toEqual([]);
  },
);

describe('what is refused before anything is played shows no secret', () => {
  test.each(Object.keys(broken))('%s', async name => {
    const listener = new Listener(world);
    for (const options of runs)
      expect((await listener.hear(['run', `${name}.bad`, ...options])).code).not.toBe(0);
    await listener.look(`${name}.bad`);
    expect(listener.found()).toEqual([]);
  });
});
