import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { isHeroError } from '../../src/base/index.ts';
import { Params, writeList } from '../../src/params/index.ts';
import { failure, folderWith, isolate } from '../play/world.ts';
import { sharedJson } from '../support/shared.ts';
import { playIn, scriptIn } from './folder.ts';

isolate();

describe('exec.run', () => {
  test('runs a program where the script stands, and gives back what it printed', async () => {
    const folder = folderWith({});
    const { session, output } = await playIn(
      folder,
      "!!exec.run cmd:pwd\n!!exec.run cmd:pwd dir:'..' quiet:1",
    );
    expect(output).toEqual([`stdout: ${folder}\n`]);
    expect(session.playbook.actions[0]?.result.get('stdout')).toBe(folder);
    expect(session.playbook.actions[1]?.result.get('stdout')).toBe(join(folder, '..'));
  });

  test('hands on each argument as it is: no shell reads it', async () => {
    const args = "'$HOME','a b','`id`','*.hero','; touch x','say \"q\"','-n'";
    const folder = folderWith({});
    const { output } = await playIn(folder, `!!exec.run cmd:printf args:'<%s>',${args}`);
    expect(output.join('')).toBe('stdout: <$HOME><a b><`id`><*.hero><; touch x><say "q"><-n>');
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });

  test('asks a shell only when one is named, and passes the arguments to it', async () => {
    const { output } = await playIn(
      folderWith({}),
      "!!exec.run shell:sh cmd:'echo $1-$0; echo two >&2' args:one",
    );
    expect([...output].sort()).toEqual(['stderr: two\n', 'stdout: one-sh\n']);
    const error = await failure(() => playIn(folderWith({}), '!!exec.run shell:fish cmd:x'));
    expect(error.code).toBe('PARAMS_NO_CHOICE');
  });

  test('without a shell a command line is the name of a program', async () => {
    const error = await failure(() => playIn(folderWith({}), "!!exec.run cmd:'echo one; echo two'"));
    expect(error.code).toBe('SYS_COMMAND_NOT_FOUND');
  });

  test('fails with the program, which says why', async () => {
    const error = await failure(() =>
      playIn(folderWith({}), "!!exec.run shell:sh cmd:'echo it broke >&2; exit 3'"),
    );
    expect(error.code).toBe('SYS_COMMAND_FAILED');
    expect(error.message).toBe('`exec.run` failed: the program `sh` ended with exit code 3: it broke');
    expect(error.diagnostics[0]?.span?.source.name).toMatch(/script\.hero$/);
  });

  test.each([
    ['!!exec.run cmd:no-such-program', 'SYS_COMMAND_NOT_FOUND'],
    ['!!exec.run cmd:pwd dir:none', 'SYS_COMMAND_FAILED'],
    ['!!exec.run', 'PLAY_NO_ANSWER'],
  ])('%s is %s', async (text, code) => {
    expect((await failure(() => playIn(folderWith({}), text))).code).toBe(code);
  });

  test('is stopped with the run', async () => {
    const folder = folderWith({});
    const session = await scriptIn(folder, "!!exec.run shell:sh cmd:'echo up; sleep 60; echo late > late'");
    const stop = new AbortController();
    session.on(event => event.type === 'output' && stop.abort(new Error('enough')));
    const error = await failure(() => session.run({ signal: stop.signal }));
    expect(error.code).toBe('PLAY_INTERRUPTED');
    expect(isHeroError(error.cause, 'SYS_COMMAND_STOPPED')).toBe(true);
    expect(existsSync(join(folder, 'late'))).toBe(false);
  });

  const [hostile] = sharedJson<{ id: string; input: string }>('hostile.json').filter(
    ({ id }) => id === 'A04',
  );
  test.skipIf(!hostile)('A04: a program sees each value as one argument', async () => {
    const bin = folderWith({
      record: '#!/bin/sh\nfor word in "$@"; do printf \'%s\\0\' "$word"; done > "$RECORD"\n',
    });
    chmodSync(join(bin, 'record'), 0o755);
    const folder = folderWith({});
    vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
    vi.stubEnv('RECORD', join(folder, 'argv'));
    vi.stubEnv('WITNESS', join(folder, 'witness'));
    const values = [
      ...Params.parse((hostile?.input ?? '').replace('!!a.b', ''))
        .toMap()
        .values(),
    ];
    expect(values).toHaveLength(3);
    const script = `!!exec.run cmd:record\n    args:'\n        ${writeList(values)}\n        '\n`;
    await playIn(folder, script);
    expect(readFileSync(join(folder, 'argv'), 'utf8').split('\0').slice(0, -1)).toEqual(values);
    expect(existsSync(join(folder, 'witness'))).toBe(false);
  });
});
