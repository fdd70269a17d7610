import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { isHeroError } from '../../src/base/index.ts';
import { type ProcessOptions, runChecked, runProcess } from '../../src/sys/process.ts';

const node = (script: string, args: string[] = [], options: ProcessOptions = {}) =>
  runProcess(process.execPath, ['-e', script, '--', ...args], options);

const errorOf = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    error => error,
  );

function tempFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'heroplay-process-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function isRunning(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
}

async function pidIn(file: string): Promise<number> {
  await vi.waitUntil(() => existsSync(file) && readFileSync(file, 'utf8') !== '', { timeout: 20_000 });
  return Number(readFileSync(file, 'utf8'));
}

// A program that starts another one which writes its own pid and then waits, and waits itself.
const family = (grandchild: string) => `
  const { spawn } = require('node:child_process');
  spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}, process.argv[1]], { stdio: 'ignore' });
  setInterval(() => {}, 1000);`;
const writesPid =
  "require('node:fs').writeFileSync(process.argv[1], String(process.pid));setInterval(() => {}, 1000);";

describe('runProcess', () => {
  test('returns both streams and the exit code, whatever it is', async () => {
    const result = await node(
      "process.stdout.write('out\\n'); process.stderr.write('err'); process.exitCode = 3",
    );
    expect(result).toEqual({ exitCode: 3, stdout: 'out\n', stderr: 'err' });
  });

  test('arguments arrive as they are, without a shell', async () => {
    const words = fc.array(
      fc.string({ unit: 'grapheme' }).filter(word => !word.includes('\0')),
      { maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(words, async args => {
        const { stdout } = await node('console.log(JSON.stringify(process.argv.slice(1)))', args);
        expect(JSON.parse(stdout)).toEqual(args);
      }),
      { numRuns: 5 },
    );
    const args = ['$(id)', '; exit 9', '*', '`id`', "it's"];
    expect(
      JSON.parse((await node('console.log(JSON.stringify(process.argv.slice(1)))', args)).stdout),
    ).toEqual(args);
  });

  test('there is nothing to read unless input is given', async () => {
    const echo = 'process.stdin.pipe(process.stdout)';
    expect((await node(echo)).stdout).toBe('');
    expect((await node(echo, [], { input: 'grüße' })).stdout).toBe('grüße');
  });

  test('the environment is extended, cut down, or replaced', async () => {
    const print = 'console.log([process.env.HERO_A, process.env.HERO_B].join())';
    vi.stubEnv('HERO_A', 'a');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect((await node(print, [], { env: { HERO_B: 'b' } })).stdout).toBe('a,b\n');
    expect((await node(print, [], { env: { HERO_A: undefined } })).stdout).toBe(',\n');
    expect((await node(print, [], { env: { HERO_B: 'b' }, extendEnv: false })).stdout).toBe(',b\n');
  });

  test('output is passed on as it comes, with whole characters', async () => {
    const script = `
      const bytes = Buffer.from('añb');
      process.stdout.write(bytes.subarray(0, 2));
      setTimeout(() => process.stdout.write(bytes.subarray(2)), 50);
      process.stderr.write('e');`;
    const heard = { stdout: '', stderr: '' };
    await node(script, [], {
      onOutput: (text, stream) => {
        heard[stream] += text;
      },
    });
    expect(heard).toEqual({ stdout: 'añb', stderr: 'e' });
  });

  test('a listener that throws stops the program, and its error is the cause', async () => {
    const cause = new Error('enough');
    const onOutput = () => {
      throw cause;
    };
    const error = await errorOf(node("console.log('x'); setInterval(() => {}, 1000)", [], { onOutput }));
    expect(error).toMatchObject({ code: 'SYS_COMMAND_STOPPED', cause });
  });

  test('a program ended by a signal has the exit code of a shell', async () => {
    expect((await node("process.kill(process.pid, 'SIGKILL')")).exitCode).toBe(137);
  });

  test('a program that is not there is named', async () => {
    const error = await errorOf(runProcess('hero-no-such-program', []));
    expect(isHeroError(error, 'SYS_COMMAND_NOT_FOUND')).toBe(true);
    expect(error.message).toContain('`hero-no-such-program`');
  });

  test('a folder that is not there is no missing program', async () => {
    const error = await errorOf(runProcess(process.execPath, [], { cwd: '/no/such/folder' }));
    expect(error).toMatchObject({
      code: 'SYS_COMMAND_FAILED',
      message: expect.stringContaining('`/no/such/folder`'),
    });
  });

  test('a file that is no program cannot be started', async () => {
    const error = await errorOf(runProcess(import.meta.filename, []));
    expect(error).toMatchObject({
      code: 'SYS_COMMAND_FAILED',
      message: expect.stringContaining('cannot be started'),
    });
  });

  test.each([
    ['an argument', () => runProcess('git', ['a\0b'])],
    ['the program', () => runProcess('gi\0t', [])],
    ['a variable', () => runProcess('git', [], { env: { A: 'x\0' } })],
  ])('a NUL in %s is refused', async (_, run) => {
    expect(await errorOf(run())).toMatchObject({
      code: 'SYS_COMMAND_FAILED',
      message: expect.stringContaining('NUL'),
    });
  });
});

describe('stopping', () => {
  test('nothing is started when the signal has aborted before', async () => {
    const file = path.join(tempFolder(), 'pid');
    const cause = new Error('changed my mind');
    const error = await errorOf(node(writesPid, [file], { signal: AbortSignal.abort(cause) }));
    expect(error).toMatchObject({ code: 'SYS_COMMAND_STOPPED', cause });
    expect(existsSync(file)).toBe(false);
  });

  test('an abort ends the program and what it started', async () => {
    const file = path.join(tempFolder(), 'pid');
    const stop = new AbortController();
    const ended = errorOf(node(family(writesPid), [file], { signal: stop.signal }));
    const pid = await pidIn(file);
    expect(isRunning(pid)).toBe(true);
    const cause = new Error('interrupted');
    stop.abort(cause);
    expect(await ended).toMatchObject({ code: 'SYS_COMMAND_STOPPED', cause });
    expect(isRunning(pid)).toBe(false);
  });

  test('what does not heed SIGTERM is killed', async () => {
    const file = path.join(tempFolder(), 'pid');
    const stop = new AbortController();
    const stubborn = `process.on('SIGTERM', () => {});${writesPid}`;
    const ended = errorOf(node(family(stubborn), [file], { signal: stop.signal }));
    const pid = await pidIn(file);
    stop.abort();
    await ended;
    expect(isRunning(pid)).toBe(false);
  }, 30_000);

  test('a timeout ends the program too', async () => {
    const error = await errorOf(node('setInterval(() => {}, 1000)', [], { timeoutMs: 50 }));
    expect(error).toMatchObject({ code: 'SYS_COMMAND_STOPPED', cause: { name: 'TimeoutError' } });
  });

  test('children end with a process that is told to end', async () => {
    const file = path.join(tempFolder(), 'pid');
    const program = path.join(path.dirname(file), 'program.mjs');
    symlinkSync(path.resolve('node_modules'), path.join(path.dirname(file), 'node_modules'));
    await build({
      stdin: {
        contents: `import { runProcess } from './src/sys/process.ts';
          await runProcess(process.execPath, ['-e', ${JSON.stringify(writesPid)}, process.argv[2]]);`,
        resolveDir: path.resolve('.'),
      },
      ...{ outfile: program, bundle: true, packages: 'external', platform: 'node', format: 'esm' },
    });
    const stop = new AbortController();
    const ended = errorOf(runProcess(process.execPath, [program, file], { signal: stop.signal }));
    const pid = await Promise.race([pidIn(file), ended.then(() => 0)]);
    expect(isRunning(pid)).toBe(true);
    stop.abort();
    await ended;
    expect(isRunning(pid)).toBe(false);
  }, 30_000);
});

describe('runChecked', () => {
  const checked = (script: string) => runChecked(process.execPath, ['-e', script]);

  test('returns the result of a program that did well', async () => {
    expect(await checked("console.log('fine')")).toEqual({ exitCode: 0, stdout: 'fine\n', stderr: '' });
  });

  test('an exit code is an error that tells the last lines', async () => {
    const error = await errorOf(
      checked("for (let i = 1; i <= 9; i++) console.error('line ' + i); process.exit(4)"),
    );
    expect(error).toMatchObject({
      code: 'SYS_COMMAND_FAILED',
      message: expect.stringContaining('exit code 4'),
    });
    expect(error.message).toContain('line 5\nline 6\nline 7\nline 8\nline 9');
    expect(error.message).not.toContain('line 4');
  });
});
