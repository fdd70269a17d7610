import type { Io } from './io.ts';
import { main } from './main.ts';

const interrupt = new AbortController();

/** The first Ctrl-C ends the run in good order, the second one at once. */
process.on('SIGINT', () => {
  if (interrupt.signal.aborted) process.exit(130);
  interrupt.abort(new Error('interrupted by Ctrl-C'));
});
process.on('SIGTERM', () => interrupt.abort(new Error('ended by SIGTERM')));

// Whoever reads our output may stop reading, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const io: Io = {
  out: text => process.stdout.write(text),
  err: text => process.stderr.write(text),
  async readInput() {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  },
  env: process.env,
  isTerminal: Boolean(process.stdin.isTTY && process.stdout.isTTY),
  color: Boolean(process.stderr.isTTY) && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
  width: process.stderr.columns ?? 100,
  signal: interrupt.signal,
};

process.exitCode = await main(process.argv.slice(2), io);
