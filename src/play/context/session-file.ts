import { join } from 'node:path';
import { type JsonOf, json } from '../../base/index.ts';
import { markShape } from '../playbook/kept-playbook.ts';
import { readState } from './state-file.ts';

/** The name of the lock of a session: the process that plays it holds the lock. */
export const runLock = 'run.lock';

/** The journal in the directory of a session. */
export function journalPath(session: string): string {
  return join(session, 'journal.jsonl');
}

/** The state in the directory of a session. */
export function sessionFilePath(session: string): string {
  return join(session, 'session.json');
}

/** The kept playbook in the directory of a session. */
export function playbookPath(session: string): string {
  return join(session, 'playbook.hero');
}

/** Params as JSON: see `Params.toJSON`. */
export const paramsShape = json.object({
  params: json.list(json.object({ key: json.text, value: json.text, comment: json.optional(json.text) })),
  args: json.list(json.text),
  comments: json.list(json.text),
});

const sourceShape = json.object({
  text: json.optional(json.text),
  path: json.optional(json.text),
  url: json.optional(json.text),
  prio: json.optional(json.number),
  gitPull: json.optional(json.boolean),
  gitReset: json.optional(json.boolean),
  replace: json.optional(json.record(json.text)),
  name: json.optional(json.text),
  folder: json.optional(json.text),
  isKept: json.optional(json.boolean),
});

const sessionShape = json.object({
  start: json.number,
  end: json.optional(json.number),
  params: json.optional(paramsShape),
  withheld: json.optional(json.list(json.text)),
  env: json.optional(json.record(json.text)),
  priorities: json.optional(json.record(json.text)),
  sources: json.optional(json.list(sourceShape)),
  actions: json.optional(json.list(markShape)),
  playbook: json.optional(json.text),
});

/** The content of `session.json`. */
export type SessionFile = JsonOf<typeof sessionShape>;

/** Reads the state of the session in a directory; undefined when none is kept. Throws PLAY_BAD_STATE, PLAY_NEWER_FORMAT. */
export function readSessionFile(session: string): Promise<SessionFile | undefined> {
  return readState(sessionFilePath(session), sessionShape);
}
