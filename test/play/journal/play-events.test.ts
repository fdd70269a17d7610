import { describe, expect, test, vi } from 'vitest';
import type { PlayEvent } from '../../../src/play/journal/event.ts';
import { PlayEvents } from '../../../src/play/journal/play-events.ts';
import { failure, folderWith, isolate, open } from '../world.ts';

isolate();

async function all(stream: AsyncIterable<PlayEvent>): Promise<PlayEvent[]> {
  const events: PlayEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

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

test('a listener that throws harms nobody, and is told of once, without secrets', () => {
  const warned = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined);
  const events = new PlayEvents(() => '2026-01-31T02:00:00.000Z');
  events.mask.add('hunter22');
  const told: string[] = [];
  events.on(() => {
    throw new Error('no hunter22');
  });
  events.on(({ type }) => told.push(type));
  for (const text of ['x', 'y']) events.emit({ type: 'noticed', text });
  expect(told).toEqual(['noticed', 'noticed']);
  expect(warned.mock.calls).toEqual([['a listener of a session failed: no [secret]', 'HeroplayWarning']]);
  warned.mockRestore();
});

describe('a stream of events', () => {
  const said = (text: string) => ({ type: 'said', action: { number: 1, name: 'play.echo' }, text }) as const;

  test('has what happens from the moment it is asked for, also before it is read', async () => {
    const events = new PlayEvents(() => '2026-01-31T02:00:00.000Z');
    events.emit(said('before'));
    const stream = events.stream();
    events.emit(said('x'));
    events.end();
    events.emit(said('after'));
    expect((await all(stream)).map(event => event.type === 'said' && event.text)).toEqual(['x']);
  });

  test('has all of a run that is read later', async () => {
    const session = await open({ playbookText: '!!play.echo content:x' });
    const { events } = session;
    await session.run();
    const types = (await all(events)).map(({ type }) => type);
    expect(types).toEqual(['opened', 'planned', 'started', 'said', 'done', 'ended']);
  });

  test('ends with a run that never began', async () => {
    const home = folderWith({});
    const args = { home, sessionName: 'nightly', playbookText: '!!play.ecko content:x' };
    await failure(async () => (await open(args)).run());
    const session = await open(args);
    const { events } = session;
    expect((await failure(() => session.run())).code).toBe('PLAY_UNFINISHED');
    expect(await all(events)).toEqual([]);
  });
});
