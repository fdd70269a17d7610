import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Mask, masked, Source } from '../../base/index.ts';
import { OurTime, Params } from '../../params/index.ts';
import { readRegularFile, writeFileAtomic } from '../../sys/file.ts';
import { sha256 } from '../../sys/hash.ts';
import { readState, writeState } from '../context/state-file.ts';
import type { Session } from '../model/session.ts';
import type { Action } from '../playbook/action.ts';
import { keepPlaybook, restorePlaybook } from '../playbook/kept-playbook.ts';
import { lastingSource, type PlaybookSource } from '../source/add-sources.ts';
import { decodeText } from '../source/load-scripts.ts';

/** What was written last: a file that would stay the same costs no sync. */
const written = new WeakMap<Session, { state: string; text: string }>();

/** Keeps params, env, times, sources and the playbook of a session, without their secrets. */
export async function saveSession(
  session: Session,
  mask: Mask,
  textOf: (action: Action) => string,
  scriptOf: (text: string) => string,
): Promise<void> {
  const { text, marks } = keepPlaybook(session.playbook, textOf);
  const state = stateOf(session, mask, scriptOf, { actions: mask.data(marks), playbook: sha256(text) });
  const before = written.get(session);
  const json = JSON.stringify(state);
  if (before?.state !== json || !existsSync(stateFile(session))) await writeState(stateFile(session), state);
  if (before?.text !== text || !existsSync(playbookFile(session)))
    await writeFileAtomic(playbookFile(session), text);
  written.set(session, { state: json, text });
}

function stateOf(
  session: Session,
  mask: Mask,
  scriptOf: (text: string) => string,
  kept: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const hidden = (source: PlaybookSource) =>
    source.text === undefined ? source : { ...source, text: scriptOf(source.text) };
  return {
    name: session.name,
    start: session.start.unix(),
    ...(session.end && { end: session.end.unix() }),
    ...paramsOf(session, mask),
    env: Object.fromEntries([...session.env].filter(([, value]) => !mask.holds(value))),
    priorities: session.playbook.priorities.added(),
    sources: mask.data(session.sources.map(lastingSource).map(hidden)),
    ...kept,
  };
}

/** The params as they are; of what is secret only the names, so that whoever goes on gives it again. */
function paramsOf(session: Session, mask: Mask): Record<string, unknown> {
  const params = session.params.copy();
  const secret = [...params.toMap()].filter(([, value]) => mask.holds(value)).map(([key]) => key);
  for (const key of secret) params.delete(key);
  const missing = session.withheld.filter(key => !session.params.exists(key));
  const withheld = [...new Set([...missing, ...secret])];
  return { params: mask.data(params.toJSON()), ...(withheld.length > 0 && { withheld }) };
}

/** Reads what was kept of a session, but its playbook. False when nothing is kept. Throws PLAY_BAD_STATE. */
export async function loadSession(session: Session): Promise<boolean> {
  const state = await readState(stateFile(session));
  if (!state) return false;
  if (typeof state.start === 'number') session.start = OurTime.fromEpoch(state.start);
  session.end = typeof state.end === 'number' ? OurTime.fromEpoch(state.end) : undefined;
  if (Array.isArray(state.sources)) session.sources = state.sources;
  session.params = Params.fromJson(state.params ?? {});
  // What was secret was not kept; a person may have put the mark there.
  const params = [...session.params.toMap()];
  const marked = params.filter(([, value]) => value.includes(masked)).map(([key]) => key);
  const named = Array.isArray(state.withheld) ? state.withheld.map(String) : [];
  session.withheld = [...new Set([...marked, ...named])];
  for (const key of session.withheld) session.params.delete(key);
  session.env.clear();
  for (const [name, value] of Object.entries(state.env ?? {}))
    if (!String(value).includes(masked)) session.env.set(name, String(value));
  return true;
}

/** Adds the priorities that were kept: those of the command line stand in no script. */
export async function loadPriorities(session: Session): Promise<void> {
  const state = await readState(stateFile(session));
  if (state) addKeptPriorities(session, state);
}

function addKeptPriorities(session: Session, state: Readonly<Record<string, unknown>>): void {
  const kept = Object.entries(state.priorities ?? {}).map(([key, text]) => [key, String(text)]);
  session.addPriorities(Object.fromEntries(kept));
}

/** Adds the playbook that was kept, with its priorities and what was played of it. Throws PLAY_SCRIPT_ERRORS. */
export async function loadKeptPlaybook(session: Session): Promise<void> {
  const state = await readState(stateFile(session));
  const path = playbookFile(session);
  const bytes = await readRegularFile(path);
  if (!state || !bytes) return;
  addKeptPriorities(session, state);
  const source = new Source(decodeText(bytes, path), path);
  // Text and marks are two files: a crash or an editor may have changed one of them only.
  const isKept = state.playbook === sha256(source.text);
  restorePlaybook(session.playbook, source, state.actions, isKept);
}

function stateFile({ path }: Session): string {
  return join(path, 'session.json');
}

function playbookFile({ path }: Session): string {
  return join(path, 'playbook.hero');
}
