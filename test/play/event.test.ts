import { expect, test } from 'vitest';
import { type PlayEvent, PlayEvents } from '../../src/play/event.ts';

test('listeners are told in turn, until they are taken away', () => {
  const events = new PlayEvents(() => '2026-01-31T02:00:00.000Z');
  const told: string[] = [];
  const listen = (name: string) => events.on((event: PlayEvent) => told.push(`${name} ${event.type}`));
  const end = listen('one');
  listen('two');
  events.emit({ type: 'said', action: { number: 1, name: 'play.echo' }, text: 'x' });
  end();
  events.emit({ type: 'said', action: { number: 1, name: 'play.echo' }, text: 'y' });
  expect(told).toEqual(['one said', 'two said', 'two said']);
});
