import { isHeroError, visible } from '../base/index.ts';
import type { Action, PlayEvent, PlayListener } from '../play/index.ts';
import type { Io } from './io.ts';

export interface OutputOptions {
  json?: boolean;
  quiet?: boolean;
  verbose?: boolean;
}

/** How a run is shown as it happens: results on stdout, progress on stderr; with `json` one object a line. */
export function runOutput(io: Io, options: OutputOptions): PlayListener {
  if (options.json) return event => io.out(`${JSON.stringify(eventJson(event))}\n`);
  return event => showEvent(event, io, options);
}

function showEvent(event: PlayEvent, io: Io, { quiet, verbose }: OutputOptions): void {
  switch (event.type) {
    case 'said':
      io.out(`${printable(event.text)}\n`);
      break;
    case 'output':
      if (event.stream === 'stdout') io.out(event.text);
      else io.err(event.text);
      break;
    case 'done':
      if (!quiet && (verbose || !speaksForItself(event.action)))
        io.err(`${doneLine(event.action, event.seconds, io, verbose)}\n`);
      break;
    case 'failed':
      io.err(`${mark(io, '✗', 31)} ${visible(event.action.fullName)}\n`);
      break;
    case 'started':
      break;
  }
}

const speakers = /^(play\.echo|config\.(get|list)|(git|gittools)\.(clone|pull|reset|switch|list|status))$/;

/** Its only effect is what it says, so a line about it would say it twice. */
function speaksForItself({ fullName, params }: Action): boolean {
  return speakers.test(fullName) && !params.exists('into');
}

function doneLine(action: Action, seconds: number, io: Io, verbose = false): string {
  const time = verbose ? `  (${seconds.toFixed(2)} s)` : '';
  const room = Math.min(io.width, 100) - '✓   '.length - action.fullName.length - time.length;
  const subject = clip(subjectOf(action), room);
  return `${mark(io, '✓', 32)} ${visible(action.fullName)}${subject && `  ${subject}`}${time}`;
}

/** The param that tells best what an action was about. */
function subjectOf(action: Action): string {
  // As it is written: what fills a template may be a secret.
  const known = action.written.toMap();
  if (action.fullName === 'exec.run') return [known.get('cmd'), known.get('args')].filter(Boolean).join(' ');
  const key = ['path', 'to', 'key', 'name', 'coderoot', 'url'].find(candidate => known.has(candidate));
  if (key) return known.get(key) ?? '';
  return [...known.keys()].join(', ');
}

/** The first line of a text, cut where the terminal ends. */
function clip(text: string, room: number): string {
  const [line = '', ...more] = text.trim().split('\n');
  const characters = [...visible(line)];
  if (more.length === 0 && characters.length <= room) return characters.join('');
  return `${characters
    .slice(0, Math.max(room - 1, 10))
    .join('')
    .trimEnd()}…`;
}

function mark(io: Io, sign: string, code: number): string {
  return io.color ? `\u001b[${code}m${sign}\u001b[0m` : sign;
}

/** What a script says may have several lines, but steers no terminal. */
export function printable(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

function eventJson(event: PlayEvent): Record<string, unknown> {
  const { action } = event;
  const about = action ? { action: action.fullName, id: action.id, place: action.place } : {};
  switch (event.type) {
    case 'said':
      return { event: 'said', ...about, text: event.text };
    case 'output':
      return { event: 'output', ...about, stream: event.stream, text: event.text };
    case 'done':
      return { event: 'done', ...about, seconds: Number(event.seconds.toFixed(3)) };
    case 'failed':
      return {
        event: 'failed',
        ...about,
        error: isHeroError(event.error) ? event.error.code : 'PLAY_FAILED',
      };
    case 'started':
      return { event: 'started', ...about };
  }
}
