import { Mask } from '../../base/index.ts';
import type { EventBody, EventSink, PlayEvent, PlayListener } from './event.ts';
import { withoutSecrets } from './mask-event.ts';

/** Keeps events; `sync` resolves when all of them are on disk. */
export interface EventKeeper {
  append(event: PlayEvent): void;
  sync(): Promise<void>;
}

/**
 * The one stream of events of a session. The journal keeps each event before the listeners get it, and secrets are
 * masked before both.
 */
export class PlayEvents implements EventSink {
  readonly mask = new Mask();
  readonly #listeners = new Set<PlayListener>();
  readonly #broken = new WeakSet<PlayListener>();
  /** Functions that end the open streams. */
  readonly #closers = new Set<() => void>();
  readonly #now: () => string;
  #keeper: EventKeeper | undefined;

  constructor(now: () => string) {
    this.#now = now;
  }

  /** Adds a listener; the returned function removes it. */
  on(listener: PlayListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The events from this call on, up to the end of a run. */
  stream(): AsyncGenerator<PlayEvent, void, void> {
    const stream = new EventStream();
    const off = this.on(event => stream.put(event));
    const close = () => {
      off();
      this.#closers.delete(close);
      stream.end();
    };
    this.#closers.add(close);
    return stream.read(close);
  }

  /** Ends all streams; events that they still hold are read first. */
  end(): void {
    for (const close of this.#closers) close();
  }

  /** Sets the keeper of all events from now on; `undefined` removes it. */
  keepIn(keeper: EventKeeper | undefined): void {
    this.#keeper = keeper;
  }

  /** Sends an event; it is on disk with the next recorded one. */
  emit(body: EventBody): void {
    this.#tell(this.#keep(body));
  }

  /** Puts an event on disk, then sends it. */
  async record(body: EventBody): Promise<void> {
    const event = this.#keep(body);
    await this.#keeper?.sync();
    this.#tell(event);
  }

  #keep(body: EventBody): PlayEvent {
    const event: PlayEvent = { ...withoutSecrets(body, this.mask), time: this.#now() };
    this.#keeper?.append(event);
    return event;
  }

  /** A listener that throws neither fails the action nor keeps other listeners from the event. */
  #tell(event: PlayEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#warn(listener, error);
      }
    }
  }

  /** Warns once for each listener: a broken one usually fails each time. */
  #warn(listener: PlayListener, error: unknown): void {
    if (this.#broken.has(listener)) return;
    this.#broken.add(listener);
    const message = error instanceof Error ? error.message : String(error);
    process.emitWarning(this.mask.text(`a listener of a session failed: ${message}`), 'HeroplayWarning');
  }
}

/** Events that wait for the reader of a stream. */
class EventStream {
  readonly #waiting: PlayEvent[] = [];
  #wake = () => {};
  #isOver = false;

  put(event: PlayEvent): void {
    this.#waiting.push(event);
    this.#wake();
  }

  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  async *read(close: () => void): AsyncGenerator<PlayEvent, void, void> {
    try {
      for (;;) {
        const event = this.#waiting.shift();
        if (event) yield event;
        else if (this.#isOver) return;
        else await new Promise<void>(resolve => (this.#wake = resolve));
      }
    } finally {
      close();
    }
  }
}
