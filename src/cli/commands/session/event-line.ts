import { visible } from '../../../base/index.ts';
import type { ActionRef, Failure, PlayEvent } from '../../../play/index.ts';
import { recordedSubject } from '../../../play/journal/recorded-subject.ts';
import { countText, duration, readable } from './timeline-words.ts';

/** An event as one line, without its time. */
export function eventLine(event: PlayEvent): string {
  return visible(readable(sentence(event)).trimEnd().replaceAll('\n', ' ↵ '));
}

function sentence(event: PlayEvent): string {
  switch (event.type) {
    case 'opened':
      return `run ${event.run} of ${event.session} (context ${event.context}) ${event.resumed ? 'continues' : 'begins'}`;
    case 'planned':
      return `planned ${event.actions} ${event.actions === 1 ? 'action' : 'actions'}`;
    case 'entered':
      return `module ${event.module} plays ${event.actions.map(nameOf).join(', ')}`;
    case 'left':
      return `module ${event.module} returned`;
    case 'noted':
      return `noted ${event.level}${event.category && ` ${event.category}`}: ${event.text}`;
    case 'noticed':
      return `note: ${event.text}`;
    case 'asked':
      return `asked ${event.question.id}: ${event.question.text}`;
    case 'answered':
      return `answered ${event.id}: ${event.answer ?? '[secret]'} (${event.from})`;
    case 'added':
      return `added ${event.scripts.map(({ name }) => name).join(', ')}`;
    case 'interrupted':
      return `interrupted: ${event.reason}`;
    case 'ended':
      return `ended ${event.status}: ${countText(event)}, ${duration(event.seconds)}${because(event.error)}`;
    default:
      return actionSentence(event);
  }
}

type ActionEvent = Extract<PlayEvent, { action: { number: number } }>;

function actionSentence(event: ActionEvent | PlayEvent): string {
  switch (event.type) {
    case 'started':
      return `started ${full(event.action)}${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}`;
    case 'said':
      return `said ${nameOf(event.action)}: ${event.text}`;
    case 'output':
      return `${event.stream} ${nameOf(event.action)}: ${event.text}`;
    case 'progress':
      return `progress ${nameOf(event.action)}: ${event.done}${event.total === undefined ? '' : ` of ${event.total}`} ${event.unit ?? ''}`;
    case 'retrying':
      return `retrying ${nameOf(event.action)} in ${event.wait} s${because(event.error)}`;
    case 'done':
      return `done ${nameOf(event.action)}, ${duration(event.seconds)}`;
    case 'failed':
      return `failed ${nameOf(event.action)}, ${duration(event.seconds)}${because(event.error)}${event.ignored ? ' (the run continues)' : ''}`;
    case 'skipped':
      return `skipped ${nameOf(event.action)}: ${event.reason}`;
    default:
      return event.type;
  }
}

function nameOf({ number, name }: Pick<ActionRef, 'number' | 'name'>): string {
  return `${number} ${name}`;
}

function full(action: ActionRef): string {
  return `${nameOf(action)} ${recordedSubject(action)}`.trimEnd();
}

function because(error: Failure | undefined): string {
  return error ? `: ${error.code}: ${error.message}` : '';
}
