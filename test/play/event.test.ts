import { expect, test } from 'vitest';
import { type PlayEvent, PlayEvents } from '../../src/play/event.ts';

test('listeners are told in turn, until they are taken away', () => {
  const events = new PlayEvents();
  const told: string[] = [];
  const listen = (name: string) => events.on((event: PlayEvent) => told.push(`${name} ${event.type}`));
  const end = listen('one');
  listen('two');
  events.emit({ type: 'said', action: undefined, text: 'x' });
  end();
  events.emit({ type: 'said', action: undefined, text: 'y' });
  expect(told).toEqual(['one said', 'two said', 'two said']);
});
