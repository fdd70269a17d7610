import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Params } from '../../src/params/index.ts';
import { type ActionNode, type Document, type ItemNode, parse } from '../../src/script/index.ts';
import { shared } from '../support/shared.ts';

/** What the original says of one action. */
interface TheirAction {
  readonly type: string;
  readonly actor: string;
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
  readonly args: readonly string[];
}

interface TheirAnswer {
  readonly path: string;
  readonly ok: boolean;
  readonly error?: string;
  readonly actions: readonly TheirAction[];
}

/** One file of the corpus, as we read it and as the original did. */
export interface CorpusFile {
  readonly path: string;
  readonly text: string;
  readonly document: Document;
  /** The codes of its errors, each once, sorted. */
  readonly codes: readonly string[];
  readonly theirs: TheirAnswer;
}

/** Every file of the corpus; none where it is missing. */
export function readCorpus(): CorpusFile[] {
  const folder = join(shared ?? '', 'corpus');
  if (!shared || !existsSync(join(folder, 'files'))) return [];
  const answers = readFileSync(join(shared, 'vectors/corpus-v.jsonl'), 'utf8').trim().split('\n');
  const theirs = new Map(
    answers.map(line => JSON.parse(line) as TheirAnswer).map(answer => [answer.path, answer]),
  );
  const entries = readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true });
  const names = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
  return names.sort().map(name => readOne(name, name.slice(folder.length + 1), theirs));
}

function readOne(name: string, path: string, theirs: ReadonlyMap<string, TheirAnswer>): CorpusFile {
  const text = readFileSync(name, 'utf8');
  const document = parse(text);
  const errors = document.diagnostics.filter(({ severity }) => severity === 'error');
  const codes = [...new Set(errors.map(({ code }) => code))].sort();
  const answer = theirs.get(path);
  if (!answer) throw new Error(`the original has no answer for ${path}`);
  return { path, text, document, codes, theirs: answer };
}

/** Why the two read a file without errors differently: quirks of the original, or rules of ours. Sorted. */
export function differencesOf({ document, theirs }: CorpusFile): string[] {
  const classes = new Set<string>();
  if (document.actions.length !== theirs.actions.length) classes.add('unknown: number of actions');
  for (const [at, action] of document.actions.entries()) {
    const other = theirs.actions[at];
    if (other) for (const found of compareActions(action, other)) classes.add(found);
  }
  return [...classes].sort();
}

function compareActions(action: ActionNode, theirs: TheirAction): string[] {
  const params = Params.fromAction(action);
  const found: string[] = [];
  const isSame = ['type', 'actor', 'name'].every(key => action[key as 'type'] === theirs[key as 'type']);
  if (!isSame) found.push('unknown: head');
  for (const key of new Set([...params.toMap().keys(), ...Object.keys(theirs.params)])) {
    const ours = params.toMap().get(key);
    const other = theirs.params[key];
    if (ours === other) continue;
    if (ours === undefined) found.push(`unknown: ${key} is theirs only`);
    else if (other === undefined) found.push(whyMissing(action, theirs, 'param', key));
    else found.push(whyOther(ours, other));
  }
  for (const arg of params.args.filter(value => !theirs.args.includes(value)))
    found.push(whyMissing(action, theirs, 'argument', arg));
  for (const arg of theirs.args.filter(value => !params.args.includes(value)))
    found.push(`unknown: ${arg} is theirs only`);
  return found;
}

/** Two values of one key: the first explanation that turns ours into theirs. */
function whyOther(ours: string, theirs: string): string {
  if (ours === '') return 'Q12';
  if (ours.replace(/\n{2,}/g, '\n') === theirs) return 'Q03';
  if (ours.replace(/\s+/g, ' ') === theirs) return 'rule 7';
  if (ours.startsWith(`${theirs}//`)) return 'Q09';
  return 'unknown: value';
}

/** Something that the original did not see: lost behind a comment or a line, or never taken. */
function whyMissing(
  action: ActionNode,
  theirs: TheirAction,
  kind: 'param' | 'argument',
  text: string,
): string {
  if (kind === 'param' && text === 'id') return 'rule 9';
  if (kind === 'argument' && text.includes('://')) return 'Q09';
  const item = action.items.find(node => node.kind === kind && labelOf(node) === text);
  if (!item) return 'unknown: item';
  if (Object.values(theirs.params).includes(item.text)) return 'Q12';
  const before = action.source.text.slice(action.start, item.start).split('\n').slice(1);
  const comment = before.some(line => /^ ?\/\//.test(line));
  if (comment) return 'Q35';
  if (before.some(line => /^ ?\S/.test(line)) || before.at(-1) === ' ') return 'Q36';
  const swallows = (line: string) => /\/\/.*('|\/\/)/.test(line);
  if (before.some(swallows) || swallows(firstLine(action))) return 'Q10';
  return item.kind === 'param' && item.form === 'empty' ? 'Q12' : 'unknown: missing';
}

function labelOf(node: ItemNode): string | undefined {
  if (node.kind === 'param') return node.key;
  return node.kind === 'argument' ? node.value : undefined;
}

function firstLine(action: ActionNode): string {
  return action.text.split('\n', 1)[0] as string;
}
