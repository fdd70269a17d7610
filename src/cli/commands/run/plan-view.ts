import { folderMark } from '../../../action/index.ts';
import { visible } from '../../../base/index.ts';
import type { Plan, PlannedAction } from '../../../play/index.ts';
import { fitQuickly } from '../../terminal/narrow-text.ts';

type Change = PlannedAction['changes'][number];

interface ViewOptions {
  readonly color: boolean;
  readonly width: number;
  readonly verbose: boolean;
  /** Paths below this folder are shown relative to it. */
  readonly folder: string;
}

const colors = { create: 32, change: 33, remove: 31, run: 36, unknown: 35 } as const;
const signs = { create: '+', change: '~', remove: '-', run: '>' } as const;
/** The most lines of a diff that are shown. */
const mostDiffLines = 20;

/** A plan as text: each action with its changes, and the totals. */
export async function drawPlan(plan: Plan, options: ViewOptions): Promise<string> {
  const shown = options.verbose ? plan.actions : plan.actions.filter(isShown);
  const blocks: string[] = [];
  for (const action of shown) blocks.push(await drawAction(action, options));
  const questions = plan.questions.map(({ id, text }) =>
    paint(`? ${visible(id)}  ${visible(text)}`, 'unknown', options),
  );
  const quiet = plan.actions.length - shown.length;
  const rest =
    quiet === 0 ? [] : [`${quiet === 1 ? 'one action changes' : `${quiet} actions change`} nothing`];
  return [...blocks, ...questions, ...rest, summary(plan)].join('\n');
}

function isShown({ changes, unknown }: PlannedAction): boolean {
  return changes.length > 0 || unknown.length > 0;
}

async function drawAction(action: PlannedAction, options: ViewOptions): Promise<string> {
  const { number, name, place, remote, unknown } = action;
  const from = remote ? `  from ${visible(remote)}` : '';
  const lines = [`${number}  ${visible(name)}  ${near(place, options)}${from}`];
  lines.push(...drawValues(action, options));
  for (const change of action.changes) lines.push(...(await drawChange(change, options)));
  lines.push(...unknown.map(what => `   ${paint(`? ${near(what, options)}`, 'unknown', options)}`));
  return lines.join('\n');
}

/** The values that are not in the script; with `verbose` all values. */
function drawValues({ values, args }: PlannedAction, options: ViewOptions): string[] {
  const { verbose, width } = options;
  const shown = verbose
    ? values
    : values.filter(({ from, unknown }) => from !== 'script' && from !== 'default' && !unknown);
  const longest = Math.max(0, ...shown.map(({ key }) => key.length));
  const lines = shown.map(({ key, value, from, unknown }) => {
    const origin = near(unknown ? `${from}; known after ${unknown}` : from, options);
    const room = Math.max(20, width - longest - origin.length - 10);
    return `   ${key.padEnd(longest)}  ${fitQuickly(visible(value.replace(/\n.*/s, '…')), room)}  (${origin})`;
  });
  return verbose && args.length > 0 ? [...lines, `   ${visible(args.join(' '))}`] : lines;
}

async function drawChange({ kind, what, before, after }: Change, options: ViewOptions): Promise<string[]> {
  const head = `   ${paint(`${signs[kind]} ${kind} ${near(what.replace(/\n.*/s, '…'), options)}`, kind, options)}`;
  const isText = after !== folderMark && (before ?? after) !== undefined;
  if (kind === 'run' || !isText) return [head];
  const lines = await diffLines(before ?? '', after ?? '');
  const shown = options.verbose ? lines : lines.slice(0, mostDiffLines);
  const rest = lines.length - shown.length;
  return [
    head,
    ...shown.map(
      line =>
        `     ${paint(visible(line), line.startsWith('+') ? 'create' : line.startsWith('-') ? 'remove' : '', options)}`,
    ),
    ...(rest > 0 ? [`     … ${rest} more lines, see --verbose`] : []),
  ];
}

/** The lines that differ, with two around them. */
async function diffLines(before: string, after: string): Promise<string[]> {
  const { structuredPatch } = await import('diff');
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 2 });
  const lines = hunks.flatMap((hunk, at) => (at === 0 ? hunk.lines : ['…', ...hunk.lines]));
  return lines.filter(line => !line.startsWith('\\'));
}

function summary({ actions, isChange }: Plan): string {
  const count = (kind: Change['kind']) =>
    actions.flatMap(({ changes }) => changes).filter(change => change.kind === kind).length;
  const unknown = actions.filter(each => each.unknown.length > 0).length;
  const parts = [
    [count('create'), 'to create'],
    [count('change'), 'to change'],
    [count('remove'), 'to remove'],
    [count('run'), 'to run'],
    [unknown, 'with something unknown'],
  ] as const;
  const words = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  const total = actions.length === 1 ? 'one action' : `${actions.length} actions`;
  return `${total}: ${isChange ? words.join(', ') : 'nothing would change'}`;
}

function paint(text: string, tone: keyof typeof colors | '', { color }: ViewOptions): string {
  return color && tone ? `\u001b[${colors[tone]}m${text}\u001b[0m` : text;
}

/** A text with its paths relative to the folder. */
function near(text: string, { folder }: ViewOptions): string {
  return visible(text.replaceAll(`${folder}/`, ''));
}
