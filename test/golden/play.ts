import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineActor, newSession, p, type Session } from '../../src/index.ts';

/** A fixed time, in seconds since the epoch, so that what is recorded does not depend on the day. */
const clock = () => 1_700_000_000;

const script = readFileSync(join(import.meta.dirname, 'every-kind.hero'), 'utf8');

/** Actors that make every kind of event: results, output, progress, a retry, a failure that is ignored. */
function actors() {
  let isFirst = true;
  const golden = defineActor('golden', {
    result: {
      summary: 'Returns a result.',
      params: { value: p.text() },
      run: ({ value }) => ({ value, length: String(value.length) }),
    },
    output: {
      summary: 'Prints and reports progress.',
      params: {},
      effect: 'idempotent',
      run(_params, { say, output, progress }) {
        say('said');
        output('to stdout\n', 'stdout');
        output('to stderr\n', 'stderr');
        progress(1, 2, 'files');
        progress(2);
      },
    },
    flaky: {
      summary: 'Fails once.',
      params: {},
      run() {
        if (!isFirst) return;
        isFirst = false;
        throw new Error('the first attempt fails');
      },
    },
    fails: {
      summary: 'Fails always.',
      params: {},
      run() {
        throw new Error('it always fails');
      },
    },
    sets: {
      summary: 'Sets session params.',
      params: {},
      effect: 'pure',
      run(_params, { session }) {
        session.params.set('plain', 'a value');
        session.params.set('api_token', 'golden-secret-value');
      },
    },
    adds: {
      summary: 'Adds a script.',
      params: {},
      async run(_params, { session }) {
        await session.addPlaybook({ text: '!!golden.result value:added', name: 'added', folder: '/golden' });
      },
    },
    logs: {
      summary: 'Writes to the journal.',
      params: {},
      run: (_params, { session }) => session.log('a line', { category: 'golden', level: 'error' }),
    },
  });
  const byHand = {
    name: 'by-hand',
    filter: 'hand.*',
    play(session: Session) {
      for (const action of session.playbook.find({ filter: 'hand.*' })) action.done = true;
    },
  };
  const streams = {
    name: 'streams',
    filter: 'stream.*',
    async play(session: Session) {
      for await (const action of session.play('stream.*')) action.result.set('seen', action.name);
    },
  };
  return [golden, byHand, streams];
}

/** Opens a session over the script with every kind of action; nothing has been played. */
export function openGolden(home: string, name = 'golden'): Promise<Session> {
  return newSession({
    home,
    clock,
    sessionName: name,
    interactive: false,
    playbookText: script,
    playbookPriorities: { 0: '*.*' },
    answers: { town: 'Ghent' },
    actors: actors(),
  });
}

/** A line of a journal with a checksum that follows from the line before, checked here without our reader. */
export function checkedLines(path: string): string[] {
  let sum = '';
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => {
      const [, body = '', written] = /^(\{.*),"sum":"([0-9a-f]{16})"\}$/s.exec(line) ?? [];
      sum = createHash('sha256').update(`${sum}${body}`).digest('hex').slice(0, 16);
      if (sum !== written) throw new Error(`the checksum does not fit: ${line}`);
      return `${body}}`;
    });
}

/** A line without what differs from run to run, and without the number of the format, which came later. */
export function steady(line: string, home: string): string {
  return line
    .replaceAll(home, 'HOME')
    .replaceAll(process.cwd(), 'CWD')
    .replace(/"id":"[0-9a-f-]{16,}"/, '"id":"ID"')
    .replace(/"version":"[^"]*"/, '"version":"VERSION"')
    .replace(/"seconds":[0-9.]+/g, '"seconds":0')
    .replace(/"format":\d+,/, '');
}
