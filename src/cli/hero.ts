#!/usr/bin/env node
import { isatty } from 'node:tty';
import { abandonedAttempts } from '../play/run/abandoned-attempts.ts';
import { type Io, streamWidth } from './io.ts';
import { main } from './main.ts';

/**
 * Writes to a stream. When its reader closes early, as `head` does, the rest is dropped and the run continues to its
 * end. Any other failure, such as a full disk, is reported and makes the command fail.
 */
function writer(open: () => NodeJS.WriteStream): (text: string) => void {
  let stream: NodeJS.WriteStream | undefined;
  return text => {
    stream ??= open().on('error', onLostOutput);
    stream.write(text);
  };
}

function onLostOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE' || isLost) return;
  isLost = true;
  process.exitCode ||= 1;
  io.err(`error: the output cannot be written: ${error.message}\n`);
}

const signals = {
  SIGINT: 'interrupted by Ctrl-C',
  SIGTERM: 'ended by SIGTERM',
  SIGHUP: 'ended by SIGHUP',
};

/** The first signal stops the run in an orderly way; a second one, of any kind, ends the process at once. */
function watchInterrupts(): AbortSignal {
  const interrupt = new AbortController();
  for (const [name, reason] of Object.entries(signals))
    process.on(name, () => {
      if (interrupt.signal.aborted) leaveAtOnce();
      interrupt.abort(new Error(reason));
    });
  return interrupt.signal;
}

function leaveAtOnce(): never {
  // The live line is still on the screen.
  if (io.isLive) io.err('\r\u001b[K');
  process.exit(130);
}

async function readInput(): Promise<Uint8Array> {
  const { addAbortSignal } = await import('node:stream');
  const chunks: Buffer[] = [];
  for await (const chunk of addAbortSignal(io.signal, process.stdin)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

let signal: AbortSignal | undefined;
let isLost = false;

// Getters: looking up a terminal costs time, and listening for signals changes how the process ends.
const io: Io = {
  out: writer(() => process.stdout),
  err: writer(() => process.stderr),
  readInput,
  env: process.env,
  get isTerminal() {
    return isatty(0) && isatty(1);
  },
  get isLive() {
    return isatty(2) && process.env.TERM !== 'dumb' && !process.env.CI;
  },
  get color() {
    return isatty(2) && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  },
  get width() {
    return streamWidth(process.stderr.columns);
  },
  get signal() {
    signal ??= watchInterrupts();
    return signal;
  },
};

// The exit code of a process that ends during a wait because its event loop is empty.
process.exitCode = 1;
const code = await main(process.argv.slice(2), io);
process.exitCode = code === 0 && isLost ? 1 : code;
// An action that ignored the signal still runs, and must not outlive the lock of its session.
if (code === 130 || abandonedAttempts.count > 0) process.exit();
