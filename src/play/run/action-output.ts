import type { ActionName, EventSink } from '../journal/event.ts';

/**
 * The output and progress of an action, as events. The end of a stream that may be the start of a secret is held back until
 * more output or the end of the action decides.
 */
export class ActionOutput {
  readonly #events: EventSink;
  readonly #action: ActionName;
  readonly #held = { stdout: '', stderr: '' };

  constructor(events: EventSink, { number, name }: ActionName) {
    this.#events = events;
    this.#action = { number, name };
  }

  say(text: string): void {
    this.#events.emit({ type: 'said', action: this.#action, text });
  }

  progress(done: number, total?: number, unit?: string): void {
    const size = { ...(total !== undefined && { total }), ...(unit !== undefined && { unit }) };
    this.#events.emit({ type: 'progress', action: this.#action, done, ...size });
  }

  output(added: string, stream: 'stdout' | 'stderr'): void {
    const text = this.#held[stream] + added;
    const held = this.#events.mask.pending(text);
    this.#held[stream] = text.slice(text.length - held);
    const ready = text.slice(0, text.length - held);
    if (ready) this.#emit(ready, stream);
  }

  /** Prints the text that is held back. */
  end(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      const text = this.#held[stream];
      if (text) this.#emit(text, stream);
      this.#held[stream] = '';
    }
  }

  #emit(text: string, stream: 'stdout' | 'stderr'): void {
    this.#events.emit({ type: 'output', action: this.#action, text, stream });
  }
}
