import { describe, expect, it } from 'vitest';
import { type Code, codes, HeroError, Mask, Source } from '../../src/base/index.ts';
import { errorJson, exitCodeFrom, exitCodeOf, exitCodes, Reported } from '../../src/cli/errors.ts';
import type { Io } from '../../src/cli/io.ts';

/** An Io that keeps what goes to the error stream. */
function recording(signal = new AbortController().signal): Io & { readonly told: string[] } {
  const told: string[] = [];
  return {
    told,
    out: () => expect.unreachable(),
    err: text => told.push(text),
    readInput: () => expect.unreachable(),
    env: {},
    isTerminal: false,
    color: false,
    width: 80,
    signal,
  };
}

/** Codes that end the command with something else than 1, by exit code. */
const others: Record<number, readonly RegExp[]> = {
  2: [
    /^(SCRIPT|PARAMS|ACTION|CLI)_/,
    /^GIT_BAD_URL$/,
    /^PLAY_(BAD_ARGUMENTS|BAD_NAME|BAD_PRIORITY)$/,
    /^PLAY_(OTHER_CONTEXT|SCRIPT_ERRORS|UNKNOWN_SNIPPET|ACTORS_FILE)$/,
    /^PLAY_INCLUDE_(TARGET|CYCLE|DEPTH|COUNT)$/,
    /^PLAY_SECRET_WITHHELD$/,
  ],
  3: [/^PLAY_(NO_ANSWER|IN_DOUBT)$/],
  4: [
    /^GIT_(LOCAL_REFUSED|CREDENTIALS_IN_URL)$/,
    /^PLAY_(INCLUDE_REFUSED|USE_REFUSED|BAD_STATE|NEWER_FORMAT|UNFINISHED|CHANGED|JOURNAL_CORRUPT)$/,
    /^PLAY_PLAN_(BAD|STALE)$/,
    /^SYS_(LOCKED|FENCED)$/,
    /^STORE_(LOCKED|BAD_FORMAT|BAD_BACKUP|OTHER_DRIVER|SEALED_BROKEN|WRONG_KEY|BAD_KEYS|REVEAL_REFUSED)$/,
  ],
  130: [/^PLAY_INTERRUPTED$/],
};

function wanted(code: string): number {
  const found = Object.entries(others).find(([, patterns]) => patterns.some(pattern => pattern.test(code)));
  return found ? Number(found[0]) : 1;
}

describe('the exit code of an error', () => {
  it.each(Object.keys(codes) as Code[])('%s', code => {
    expect(exitCodeOf(new HeroError(code, 'x'), recording())).toBe(wanted(code));
  });

  it('every exit code has one meaning', () => {
    expect(exitCodes).toEqual({
      done: 0,
      failed: 1,
      wrong: 2,
      unanswered: 3,
      refused: 4,
      changes: 5,
      interrupted: 130,
    });
  });

  it('a program that was stopped is an interrupt only when there was one', () => {
    const stopped = new HeroError('SYS_COMMAND_STOPPED', 'x');
    expect(exitCodeOf(stopped, recording())).toBe(1);
    expect(exitCodeOf(stopped, recording(AbortSignal.abort()))).toBe(130);
  });

  it('anything else is a failure, but for an interrupted wait', () => {
    expect(exitCodeOf(new Error('x'), recording())).toBe(1);
    expect(exitCodeOf('x', recording())).toBe(1);
    expect(exitCodeOf(new DOMException('x', 'AbortError'), recording())).toBe(130);
  });
});

describe('what is told', () => {
  async function told(error: unknown) {
    const io = recording();
    const code = await exitCodeFrom(() => Promise.reject(error), io);
    return [code, io.told.join('')];
  }

  it('nothing when all went well, or was told before', async () => {
    const io = recording();
    expect(await exitCodeFrom(async () => undefined, io)).toBe(0);
    expect(await exitCodeFrom(() => Promise.reject(new Reported(3)), io)).toBe(3);
    expect(io.told).toEqual([]);
  });

  it('an error with its hint', async () => {
    expect(await told(new HeroError('PLAY_NO_SESSION', 'there is none', { hint: 'make one' }))).toEqual([
      1,
      'error[PLAY_NO_SESSION]: there is none\n  hint: make one\n',
    ]);
  });

  it('each place of an error, and what they come to', async () => {
    const source = new Source('one two', 'a.hero');
    const diagnostics = [0, 4].map(start => ({
      code: 'ACTION_UNKNOWN' as const,
      severity: 'error' as const,
      message: `number ${start}`,
      span: { source, start, end: start + 3 },
    }));
    expect(await told(new HeroError('ACTION_UNKNOWN', 'two of them', { diagnostics }))).toEqual([
      2,
      [
        'error[ACTION_UNKNOWN]: number 0',
        '  --> a.hero:1:1',
        '1 | one two',
        '  | ^^^',
        'error[ACTION_UNKNOWN]: number 4',
        '  --> a.hero:1:5',
        '1 | one two',
        '  |     ^^^',
        'two of them',
        '',
      ].join('\n'),
    ]);
  });

  it('an error of somebody else, spelled out', async () => {
    expect(await told(new Error('odd \u001b[2J'))).toEqual([1, 'error[PLAY_FAILED]: odd \\u{1B}[2J\n']);
    expect(await told('just text')).toEqual([1, 'error[PLAY_FAILED]: just text\n']);
    expect(await told(new DOMException('x', 'AbortError'))).toEqual([
      130,
      'error[PLAY_INTERRUPTED]: the run was interrupted\n',
    ]);
  });

  it('the same as JSON', () => {
    const source = new Source('one\ntwo', 'a.hero');
    const span = { source, start: 4, end: 7 };
    const diagnostics = [
      { code: 'ACTION_UNKNOWN' as const, severity: 'error' as const, message: 'm', span, hint: 'h' },
    ];
    expect(errorJson(new HeroError('ACTION_UNKNOWN', 'x', { diagnostics }), recording(), new Mask())).toEqual(
      {
        code: 'ACTION_UNKNOWN',
        exit: 2,
        diagnostics: [
          {
            code: 'ACTION_UNKNOWN',
            severity: 'error',
            message: 'm',
            file: 'a.hero',
            line: 2,
            column: 1,
            hint: 'h',
          },
        ],
      },
    );
    expect(errorJson(new Error('odd'), recording(), new Mask())).toEqual({
      code: 'PLAY_FAILED',
      exit: 1,
      diagnostics: [{ code: 'PLAY_FAILED', severity: 'error', message: 'odd' }],
    });
    expect(errorJson(new DOMException('x', 'AbortError'), recording(), new Mask())).toMatchObject({
      code: 'PLAY_INTERRUPTED',
      exit: 130,
    });
  });
});
