import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Call } from './strace.ts';

/** A file as the disk may have it; names are links to it. */
interface Inode {
  readonly number: number;
  readonly isDirectory: boolean;
}

/** Something done to the disk that a crash may take back until it was synced. */
type Effect =
  | { readonly kind: 'data'; readonly inode: Inode; readonly bytes: Buffer }
  | { readonly kind: 'add'; readonly directory: string; readonly path: string; readonly inode: Inode }
  | { readonly kind: 'remove'; readonly directory: string; readonly path: string; readonly pair?: Effect };

/** What was done, or that something was synced, or that a step was acknowledged. */
type Event =
  | { readonly kind: 'effects'; readonly effects: readonly Effect[] }
  | { readonly kind: 'sync'; readonly inode?: Inode; readonly directory?: string }
  | { readonly kind: 'acknowledged'; readonly step: number };

/** A disk: what stands where, and what is in the files. */
export interface Disk {
  readonly entries: ReadonlyMap<string, Inode>;
  readonly data: ReadonlyMap<Inode, Buffer>;
}

/** A disk that a crash may leave, and how many steps were acknowledged before it. */
export interface CrashState {
  readonly disk: Disk;
  readonly acknowledged: number;
}

/** Reads what a program did below a directory from its system calls (with `-y -xx -s`); fails at calls it does not know. */
export class Recording {
  readonly events: Event[] = [];
  readonly #directory: string;
  readonly #names = new Map<string, Inode>();
  readonly #entries = new Map<string, Inode>();
  readonly #data = new Map<Inode, Buffer>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** What is there before, all of it on disk. */
  has(path: string, bytes: Buffer | undefined): void {
    const inode = { number: this.#names.size, isDirectory: bytes === undefined };
    this.#names.set(path, inode);
    this.#entries.set(path, inode);
    if (bytes) this.#data.set(inode, bytes);
  }

  get begin(): Disk {
    return { entries: this.#entries, data: this.#data };
  }

  read(calls: readonly Call[]): void {
    for (const call of calls) if (!/ = -1 /.test(call.text) || call.name === 'access') this.#readCall(call);
  }

  #readCall({ name, text }: Call): void {
    const paths = [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex]) => unhex(hex ?? ''));
    const [first = '', second = ''] = paths.map(bytes => bytes.toString());
    const fd = unhexPath(/^[a-z0-9]+\([0-9]+<([^>]*)>/.exec(text)?.[1] ?? '');
    const [, step] = /^\/mark-acknowledged-([0-9]+)$/.exec(first) ?? [];
    if (step !== undefined) this.events.push({ kind: 'acknowledged', step: Number(step) + 1 });
    else if (name === 'openat' && text.includes('O_CREAT') && this.#isOurs(first)) this.#create(first, false);
    else if (name === 'mkdir' && this.#isOurs(first)) this.#create(first, true);
    else if (name === 'rename' && this.#isOurs(first)) this.#rename(first, second);
    else if (name === 'link' && this.#isOurs(first)) this.#link(first, second);
    else if (name === 'unlink' && this.#isOurs(first)) this.#unlink(first);
    else if (!this.#isOurs(fd)) return;
    else if (/^p?write(v|64)?$/.test(name)) this.#write(fd, paths[0] ?? Buffer.alloc(0), name);
    else if (/^f(data)?sync$/.test(name)) this.#sync(fd);
    else if (/^(ftruncate|fallocate|rmdir|symlink)/.test(name)) throw new Error(`not in the model: ${text}`);
  }

  #isOurs(path: string): boolean {
    return path.startsWith(`${this.#directory}/`) || path === this.#directory;
  }

  #add(path: string, inode: Inode): Effect {
    this.#names.set(path, inode);
    return { kind: 'add', directory: dirname(path), path, inode };
  }

  #create(path: string, isDirectory: boolean): void {
    if (this.#names.has(path)) return;
    this.events.push({
      kind: 'effects',
      effects: [this.#add(path, { number: this.events.length + 1000, isDirectory })],
    });
  }

  #known(path: string): Inode {
    const inode = this.#names.get(path);
    if (!inode) throw new Error(`nothing is known of ${path}`);
    return inode;
  }

  #rename(from: string, to: string): void {
    const add = this.#add(to, this.#known(from));
    this.#names.delete(from);
    // Old names may outlive the crash, new ones need not come; but never is the old one gone without the new one.
    this.events.push({
      kind: 'effects',
      effects: [add, { kind: 'remove', directory: dirname(from), path: from, pair: add }],
    });
  }

  #link(from: string, to: string): void {
    this.events.push({ kind: 'effects', effects: [this.#add(to, this.#known(from))] });
  }

  #unlink(path: string): void {
    this.#names.delete(path);
    this.events.push({ kind: 'effects', effects: [{ kind: 'remove', directory: dirname(path), path }] });
  }

  #write(path: string, bytes: Buffer, name: string): void {
    if (name !== 'write') throw new Error(`not in the model: ${name}`);
    this.events.push({ kind: 'effects', effects: [{ kind: 'data', inode: this.#known(path), bytes }] });
  }

  #sync(path: string): void {
    const inode = this.#known(path);
    this.events.push(inode.isDirectory ? { kind: 'sync', directory: path } : { kind: 'sync', inode });
  }
}

/** Every disk that a crash may leave, at most `limit` for each moment; `capped` counts the moments with more. */
export function crashStates(
  recording: Pick<Recording, 'begin' | 'events'>,
  limit: number,
): { states: CrashState[]; capped: number } {
  const states: CrashState[] = [];
  let [capped, acknowledged] = [0, 0];
  let durable = recording.begin;
  let pending: Effect[] = [];
  for (const event of recording.events) {
    if (event.kind === 'acknowledged') acknowledged = event.step;
    else if (event.kind === 'effects') pending.push(...event.effects);
    else {
      const lasting = closed(pending, effect => isSynced(effect, event));
      durable = applied(durable, lasting);
      pending = pending.filter(effect => !lasting.includes(effect));
    }
    const subsets = subsetsOf(pending, limit);
    if (subsets.length >= limit) capped++;
    for (const subset of subsets) states.push({ disk: applied(durable, subset), acknowledged });
  }
  return { states, capped };
}

function isSynced(effect: Effect, event: Extract<Event, { kind: 'sync' }>): boolean {
  return effect.kind === 'data' ? effect.inode === event.inode : effect.directory === event.directory;
}

/** What cannot be on the disk unless another effect is. */
function needs(effect: Effect, earlier: readonly Effect[]): Effect[] {
  if (effect.kind === 'data')
    return earlier.filter(each => each.kind === 'data' && each.inode === effect.inode);
  const samePath = earlier.filter(each => each.kind !== 'data' && each.path === effect.path);
  return effect.kind === 'remove' && effect.pair ? [...samePath, effect.pair] : samePath;
}

function closed(pending: readonly Effect[], wanted: (effect: Effect) => boolean): Effect[] {
  const chosen = new Set<Effect>();
  for (let at = pending.length - 1; at >= 0; at--) {
    const effect = pending[at] as Effect;
    if (!wanted(effect) && !chosen.has(effect)) continue;
    chosen.add(effect);
    for (const each of needs(effect, pending.slice(0, at))) chosen.add(each);
  }
  return pending.filter(effect => chosen.has(effect));
}

/** All subsets that hold whatever their members need; the whole one and the empty one come first. */
function subsetsOf(pending: readonly Effect[], limit: number): Effect[][] {
  let found: Effect[][] = [[]];
  for (const [at, effect] of pending.entries()) {
    const needed = needs(effect, pending.slice(0, at));
    const grown = found.filter(subset => needed.every(each => subset.includes(each)));
    found = [...found, ...grown.map(subset => [...subset, effect])];
    // Those with most of it and with least of it are kept.
    if (found.length > limit) found = [...found.slice(0, limit / 2), ...found.slice(-limit / 2)];
  }
  return found;
}

function applied(disk: Disk, effects: readonly Effect[]): Disk {
  const entries = new Map(disk.entries);
  const data = new Map(disk.data);
  for (const effect of effects)
    if (effect.kind === 'add') entries.set(effect.path, effect.inode);
    else if (effect.kind === 'remove') entries.delete(effect.path);
    else data.set(effect.inode, Buffer.concat([data.get(effect.inode) ?? Buffer.alloc(0), effect.bytes]));
  return { entries, data };
}

/** Writes a disk into a folder. */
export function materialise({ entries, data }: Disk, from: string, to: string): void {
  for (const [path, inode] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const place = join(to, path.slice(from.length));
    if (inode.isDirectory) mkdirSync(place, { recursive: true });
    else {
      // A name may last where that of its folder did not: then nobody sees it.
      if (!entries.has(dirname(path)) && dirname(path) !== from) continue;
      writeFileSync(place, data.get(inode) ?? '');
    }
  }
}

/** Tells disks apart. */
export function fingerprintOf({ disk: { entries, data }, acknowledged }: CrashState): string {
  const lines = [...entries].map(([path, inode]) => `${path} ${data.get(inode)?.toString('hex') ?? ''}`);
  return `${acknowledged}\n${lines.sort().join('\n')}`;
}

function unhex(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex');
}

function unhexPath(text: string): string {
  return text.startsWith('\\x') ? unhex(text).toString() : text;
}
