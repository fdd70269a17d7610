import type { Action } from './action.ts';

/** What happens in a session, as it happens. */
export type PlayEvent =
  | { readonly type: 'started'; readonly action: Action }
  /** A line for the person who runs the script. */
  | { readonly type: 'said'; readonly action: Action | undefined; readonly text: string }
  /** Output of a program that an action runs. */
  | {
      readonly type: 'output';
      readonly action: Action;
      readonly text: string;
      readonly stream: 'stdout' | 'stderr';
    }
  | { readonly type: 'done'; readonly action: Action; readonly seconds: number }
  | { readonly type: 'failed'; readonly action: Action; readonly error: unknown };

export type PlayListener = (event: PlayEvent) => void;

/** Those who are told what happens. */
export class PlayEvents {
  readonly #listeners = new Set<PlayListener>();

  /** Adds a listener; what comes back removes it. */
  on(listener: PlayListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: PlayEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
