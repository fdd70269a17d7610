import { visible } from '../../../base/index.ts';
import type { Counts } from '../../../play/journal/event.ts';
import type { EntryStatus } from '../../../play/journal/timeline.ts';

/** The sign of a status and its colour. */
export const signs: Readonly<Record<EntryStatus, readonly [sign: string, color: number]>> = {
  done: ['✓', 32],
  failed: ['✗', 31],
  ignored: ['✗', 33],
  skipped: ['–', 33],
  'in doubt': ['?', 31],
  interrupted: ['!', 33],
  running: ['…', 36],
  open: ['…', 36],
};

/** The numbers of actions that were played, that failed and that were skipped. */
export function countText({ played, failed, skipped }: Counts): string {
  const parts = [`${played} played`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`];
  return parts.filter(Boolean).join(', ');
}

/** The origins of answers in words. */
export const originNames = {
  set: '--set',
  answers: 'the file of answers',
  environment: 'the environment',
  journal: 'the run before',
  person: 'the person',
  default: 'its default',
} as const;

/** A text without colours, with tabs as spaces and other invisible characters as `\u{…}`; lines stay lines. */
export function readable(text: string): string {
  return text
    .replace(/\u001b\[[\d;:]*m/g, '')
    .replace(/\r\n/g, '\n')
    .replaceAll('\t', '    ')
    .split('\n')
    .map(visible)
    .join('\n');
}

/** A duration for people: `0.2 s`, `3 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < 0.0005) return '0 s';
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}

/** Day and time of an ISO 8601 time. */
export function dayTime(time: string): string {
  return time.slice(0, 19).replace('T', ' ');
}
