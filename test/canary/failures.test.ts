import { expect, test } from 'vitest';
import { useWorld } from '../support/cli.ts';
import { Listener, settings } from './listen.ts';

const world = useWorld();

test.each([
  ['thrown', '-v', 1],
  ['thrown', '--json', 1],
  ['fetched', '-q', 1],
  ['fetched', '--json', 1],
  ['slow', '-v', 1],
  ['arguments', '-v', 1],
  ['missing', '--json', 1],
  ['late', '-v', 2],
  ['late', '--json', 2],
  ['path', '-v', 1],
] as const)(
  'a run that fails (%s, %s) shows no secret, and neither does going on with it',
  async (name, option, code) => {
    const listener = new Listener(world);
    const ran = await listener.hear(['run', `${name}.hero`, ...settings, option]);
    expect(ran.code, ran.err).toBe(code);
    await listener.hear(['resume', option]);
    const again = await listener.hear(['resume', ...settings, option]);
    const number = /--resolve (\d+)=/.exec(again.err + again.out)?.[1] ?? '1';
    await listener.hear(['resume', ...settings, option, '--resolve', `${number}=retry`]);
    await listener.hearAfterwards();
    expect(listener.found()).toEqual([]);
  },
);
