import { existsSync } from 'node:fs';
import { sha256 } from '../../base/hash.ts';
import { type Mask, masked, Source } from '../../base/index.ts';
import { OurTime, Params } from '../../params/index.ts';
import { parse } from '../../script/index.ts';
import { readRegularFile, writeFileAtomic } from '../../sys/file.ts';
import { playbookPath, readSessionFile, type SessionFile, sessionFilePath } from '../context/session-file.ts';
import { writeState } from '../context/state-file.ts';
import type { SessionState } from '../model/session-state.ts';
import type { Action } from '../playbook/action.ts';
import { keepPlaybook, restorePlaybook } from '../playbook/kept-playbook.ts';
import type { PlaybookSource } from '../playbook/playbook-source.ts';
import type { Engine } from '../run/engine.ts';
import { decodeText } from '../source/load-scripts.ts';
import { lastingSource } from '../source/load-source.ts';

/**
 * Keeps a session on disk, without its secrets: `session.json` has params, env, times and sources, `playbook.hero` the
 * actions. Each file is replaced whole; a hash in the first identifies the second that belongs to it.
 */
export class SessionFiles {
  readonly #engine: Engine;
  readonly #path: string;
  /** The last written content: an unchanged file is not written and synced again. */
  #written = { state: '', text: '' };

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#path = engine.session.path;
  }

  /** Writes both files. STORE_FAILED. */
  async save(): Promise<void> {
    const { playbook, describer, events } = this.#engine;
    const { text, marks } = keepPlaybook(playbook, (action: Action) => describer.textOf(action, true));
    const kept = { actions: events.mask.data(marks), playbook: sha256(text) };
    const state = { ...this.#stateToKeep(), ...kept };
    const json = JSON.stringify(state);
    const { session: statePath, playbook: textPath } = this.#paths;
    if (this.#written.state !== json || !existsSync(statePath)) await writeState(statePath, state);
    if (this.#written.text !== text || !existsSync(textPath)) await writeFileAtomic(textPath, text);
    this.#written = { state: json, text };
  }

  /** Reads everything except the playbook into the state of the session. False when nothing is kept. Throws PLAY_BAD_STATE. */
  async load(): Promise<boolean> {
    const file = await readSessionFile(this.#path);
    if (file) restoreState(this.#engine.state, file);
    return file !== undefined;
  }

  /** Adds the kept priorities: those of a command line are in no script. */
  async loadPriorities(): Promise<void> {
    const file = await readSessionFile(this.#path);
    this.#engine.playbook.addPriorities(file?.priorities ?? {});
  }

  /** Adds the kept playbook with its priorities and its played actions. Throws PLAY_SCRIPT_ERRORS, PLAY_BAD_STATE. */
  async loadPlaybook(): Promise<void> {
    const { playbook: path } = this.#paths;
    const [file, bytes] = [await readSessionFile(this.#path), await readRegularFile(path)];
    if (!file || !bytes) return;
    const { playbook, secrets } = this.#engine;
    playbook.addPriorities(file.priorities ?? {});
    const document = parse(new Source(decodeText(bytes, path), path));
    // A crash or an editor may have changed only one of the two files.
    const isUnchanged = file.playbook === sha256(document.source.text);
    const facts = { marks: file.actions ?? [], isUnchanged, folder: process.cwd() };
    secrets.guardAdding([document], () => restorePlaybook(playbook, document, facts));
  }

  get #paths(): { session: string; playbook: string } {
    return { session: sessionFilePath(this.#path), playbook: playbookPath(this.#path) };
  }

  #stateToKeep(): Record<string, unknown> {
    const { session, state, events, playbook, secrets } = this.#engine;
    const { mask } = events;
    const withoutSecrets = (source: PlaybookSource) =>
      source.text === undefined
        ? source
        : { ...source, text: secrets.withoutSecrets(source.text, playbook.actions) };
    return {
      name: session.name,
      start: state.start.unix(),
      ...(state.end && { end: state.end.unix() }),
      ...paramsToKeep(state, mask),
      env: Object.fromEntries([...state.names.env].filter(([, value]) => !mask.holds(value))),
      priorities: playbook.priorities.added(),
      sources: mask.data(state.sources.map(lastingSource).map(withoutSecrets)),
    };
  }
}

/** The params to keep; only names for secret ones, so that a resumed run asks for them. */
function paramsToKeep({ params: all, withheld: before }: SessionState, mask: Mask): Record<string, unknown> {
  const params = all.copy();
  const secret = [...params.toMap()].filter(([, value]) => mask.holds(value)).map(([key]) => key);
  for (const key of secret) params.delete(key);
  const missing = before.filter(key => !all.exists(key));
  const withheld = [...new Set([...missing, ...secret])];
  return { params: mask.data(params.toJSON()), ...(withheld.length > 0 && { withheld }) };
}

function restoreState(state: SessionState, file: SessionFile): void {
  state.start = OurTime.fromEpoch(file.start);
  state.end = file.end === undefined ? undefined : OurTime.fromEpoch(file.end);
  state.sources = file.sources ?? [];
  for (const key of state.params.toMap().keys()) state.params.delete(key);
  for (const arg of [...state.params.args]) state.params.deleteArg(arg);
  state.params.merge(Params.fromJson(file.params ?? {}));
  // The values of secrets were not kept; a person may have written the mark into the file.
  const marked = [...state.params.toMap()].filter(([, value]) => value.includes(masked)).map(([key]) => key);
  state.withheld = [...new Set([...marked, ...(file.withheld ?? [])])];
  for (const key of state.withheld) state.params.delete(key);
  state.markUnchanged();
  state.names.env.clear();
  for (const [name, value] of Object.entries(file.env ?? {}))
    if (!value.includes(masked)) state.names.env.set(name, value);
}
