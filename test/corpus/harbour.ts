import { p } from '../../src/action/index.ts';
import { defineActor } from '../../src/play/index.ts';

/** An actor with what no built-in one has: params of all other types, and an action of two kinds only. */
export const harbour = defineActor('harbour', {
  berth: {
    summary: 'Reserves a berth.',
    params: {
      length: p.number().optional(),
      hold: p.size().optional(),
      fee: p.money().optional(),
      rules: p.params().optional(),
      tags: p.list().optional(),
    },
    run() {},
  },
  signal: {
    summary: 'Sounds the horn.',
    params: {},
    kinds: ['sal', 'wal'],
    run() {},
  },
});
