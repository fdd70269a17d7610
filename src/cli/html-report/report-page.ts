import { version } from '../../base/version.ts';
import type { Counts } from '../../play/journal/event.ts';
import {
  countRun,
  type RunSegment,
  type RunState,
  secondsOf,
  stateOf,
  type Timeline,
  type TimelineRun,
} from '../../play/journal/timeline.ts';
import { countText, dayTime, duration } from '../commands/session/timeline-words.ts';
import { actionPart, errorPart, notePart, questionPart } from './report-parts.ts';
import { reportStyle } from './report-style.ts';
import { safe } from './report-text.ts';

const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const states: Readonly<Record<RunState, readonly [words: string, tone: string]>> = {
  done: ['✓ Done', 'done'],
  failed: ['✗ Failed', 'failed'],
  interrupted: ['! Interrupted', 'interrupted'],
  running: ['… Running', 'running'],
  'not played': ['– Not played', 'unplayed'],
};

/** A timeline as an HTML page, which loads and runs nothing. */
export function reportPage(timeline: Timeline): string {
  const { session, state, runs, notes } = timeline;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${safe(session)}: ${state}</title>
<style>${reportStyle}</style>
</head>
<body>
<header>
<h1>${safe(session)}</h1>
<p class="status ${states[state][1]}">${states[state][0]}</p>
${totals(timeline)}
</header>
<main>
${runs.map((run, at) => runPart(run, at === runs.length - 1, runs.length > 1)).join('\n')}
${notes.map(notePart).join('\n')}
</main>
<footer>Times are UTC. Made by heroplay ${safe(version)}.</footer>
</body>
</html>
`;
}

function totals({ context, runs, state }: Timeline): string {
  const last = runs.at(-1);
  const counts: Counts = last ? countRun(last) : { played: 0, failed: 0, skipped: 0 };
  const pairs = [
    ['Context', safe(context)],
    ['Started', last ? timeOf(last.openings[0]?.time ?? '') : '–'],
    ['Took', last && state !== 'running' ? duration(secondsOf(last)) : '–'],
    ['Played', counts.played],
    ['Failed', counts.failed],
    ['Skipped', counts.skipped],
  ];
  return `<dl class="totals">\n${pairs.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('\n')}\n</dl>`;
}

function timeOf(time: string): string {
  return `<time datetime="${safe(time)}">${safe(dayTime(time))}</time>`;
}

/** The last run is open; earlier runs are folded. */
function runPart(run: TimelineRun, isLast: boolean, hasOthers: boolean): string {
  const title = hasOthers ? `Run ${run.number}` : 'Actions';
  const parts = run.openings.map((opening, at) => openingPart(opening, at > 0)).join('\n');
  if (isLast)
    return `<section aria-labelledby="run-${run.number}">\n<h2 id="run-${run.number}">${title}</h2>\n${parts}\n</section>`;
  const about = `${title}: ${stateOf(run)}, ${countText(countRun(run))}`;
  return `<details class="run"><summary>${about}</summary>\n<section aria-label="${title}">\n<h2>${title}</h2>\n${parts}\n</section>\n</details>`;
}

function openingPart(opening: RunSegment, isLater: boolean): string {
  const { time, resumed, questions, entries, notes } = opening;
  const title = resumed || isLater ? `<p class="opening">Resumed ${timeOf(time)}</p>` : '';
  return [
    title,
    ...questions.map(questionPart),
    entries.length > 0 ? `<ol>\n${entries.map(entry => actionPart(entry, opening)).join('\n')}\n</ol>` : '',
    ...notes.map(notePart),
    endPart(opening),
  ]
    .filter(Boolean)
    .join('\n');
}

function endPart({ error, reason, state, entries }: RunSegment): string {
  if (reason !== undefined) return `<p class="error">Interrupted: ${safe(reason)}</p>`;
  if (error && !entries.some(({ status }) => status === 'failed')) return errorPart(error);
  return state === 'interrupted' ? '<p class="error">Cut off: the process ended in the middle.</p>' : '';
}
