import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { show, visible } from '../base/index.ts';
import { errno } from './file-failure.ts';

/** A process that uses a resource, distinct from every other one, even from a later one with the same pid. */
export interface Owner {
  readonly pid: number;
  /** The start time of the process as the system writes it; '' where the system has none. Only for comparison. */
  readonly startTime: string;
  /** Differs for each start of the machine; '' where the system has none. */
  readonly bootId: string;
  readonly host: string;
  /** The name of the program for people. Never its arguments, which may hold secrets. */
  readonly command: string;
  /** The start of the ownership, as ISO 8601 in UTC. */
  readonly since: string;
}

/** The state of a process as the system reports it. */
export interface SeenProcess {
  /** One letter: `T` is stopped, `Z` has ended but still has a parent that has not noticed. */
  readonly state: string;
  readonly startTime: string;
}

const largestPid = 2 ** 31 - 1;

/** The present process as an owner from now on. Without `command` it has the name of the file that Node runs. */
export function currentOwner(command = basename(process.argv[1] ?? process.execPath)): Owner {
  const { pid } = process;
  const since = new Date().toISOString();
  return {
    pid,
    startTime: seenProcess(pid)?.startTime ?? '',
    bootId: bootId(),
    host: hostname(),
    command,
    since,
  };
}

/**
 * True when an owner may still be at work. A stopped process is. An owner on another machine cannot be checked, so it is,
 * too; after a restart of this machine it is not. A machine is known by its boot id, or by its name where that differs.
 */
export function isAlive(owner: Owner): boolean {
  if (owner.bootId !== bootId()) return owner.host !== hostname();
  if (!exists(owner.pid)) return false;
  const seen = seenProcess(owner.pid);
  // It has just ended, or the system hides the processes of other users.
  if (!seen) return exists(owner.pid);
  if (seen.state === 'Z' || seen.state === 'X') return false;
  return owner.startTime === '' || owner.startTime === seen.startTime;
}

/** An owner as messages name it: command, process, host, start. */
export function ownerText({ command, pid, host, since }: Owner): string {
  return `${show(command)} (process ${pid} on ${show(host)}) since ${visible(since)}`;
}

/** The owner in a JSON value; undefined when the value does not describe one. */
export function readOwner(value: unknown): Owner | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, ...rest } = value as Record<string, unknown>;
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid < 1 || pid > largestPid) return undefined;
  const { startTime, bootId, host, command, since } = rest;
  const texts = { startTime, bootId, host, command, since };
  if (Object.values(texts).some(text => typeof text !== 'string')) return undefined;
  return { pid, ...(texts as Record<keyof typeof texts, string>) };
}

/** The state of a process; undefined when it does not exist or is hidden. */
export function seenProcess(pid: number, platform = process.platform): SeenProcess | undefined {
  try {
    return platform === 'linux' ? seenByProc(pid) : seenByPs(pid);
  } catch {
    return undefined;
  }
}

function seenByProc(pid: number): SeenProcess {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The second field is the name in parentheses, and may hold blanks and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTime: fields[22 - 3] ?? '' };
}

function seenByPs(pid: number): SeenProcess {
  const { execFileSync } = process.getBuiltinModule('node:child_process');
  const args = ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)];
  // The same text for every user.
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const line = execFileSync('ps', args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] });
  const [state = '', ...startTime] = line.trim().split(/\s+/);
  return { state: state.slice(0, 1), startTime: startTime.join(' ') };
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errno(error) !== 'ESRCH';
  }
}

let knownBootId: string | undefined;

function bootId(): string {
  knownBootId ??= readBootId();
  return knownBootId;
}

function readBootId(): string {
  if (process.platform !== 'linux') return '';
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return '';
  }
}
