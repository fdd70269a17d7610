import { expect, test } from 'vitest';
import { z } from 'zod';
import { isHeroError } from '../../src/base/index.ts';
import { defineActor, p, type Secret } from '../../src/index.ts';
import { isolate, play } from '../play/world.ts';
import { draw } from '../support/draw.ts';

isolate();

test('an action is run with what foreign schemas and secrets give', async () => {
  const given: unknown[] = [];
  const vault = defineActor('vault', {
    open: {
      summary: 'Opens.',
      params: {
        token: p.secret(),
        wait: p.duration(),
        size: z.string().transform(async text => text.length),
      },
      run({ token, wait, size }: { token: Secret; wait: number; size: number }) {
        given.push(token.reveal(), String(token), wait, size);
      },
    },
  });
  await play("!!vault.open token:hunter2 wait:'2 m' size:abc", { actors: [vault] });
  expect(given).toEqual(['hunter2', '[secret]', 120, 3]);
});

test.each(['!!vault.open token:hunter2', '!!vault.open\n    token:hunter2'])(
  'a secret that does not fit is in no error of the run: %j',
  async script => {
    const vault = defineActor('vault', {
      open: { summary: 'Opens.', params: { token: p.secret().min(20) }, run: () => undefined },
    });
    const error = await play(script, { actors: [vault] }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!isHeroError(error, 'PARAMS_BAD_LENGTH')) throw new Error(`unexpected: ${String(error)}`);
    const drawn = error.diagnostics.map(diagnostic => draw(diagnostic)).join('\n');
    expect(drawn).toContain('found a secret, expected at least 20 characters');
    expect([error.message, error.stack, drawn].join('\n')).not.toContain('hunter2');
  },
);
