import type { ActionDefinition, Actor } from './actor.ts';

/**
 * The known actors; of two with the same action, the first one plays it.
 *
 * @example
 * const greet = defineActor('greet', { hello: { summary: 'Says hello.', params: {}, run: () => undefined } });
 * new Registry([greet]).names; // ['greet.hello']
 */
export class Registry<ActionContext> {
  readonly actors: readonly Actor<ActionContext>[];
  readonly #definitions = new Map<string, ActionDefinition<ActionContext>>();

  constructor(actors: readonly Actor<ActionContext>[]) {
    this.actors = actors;
    for (const actor of actors) {
      for (const [name, definition] of actor.actions) {
        const key = `${actor.name}.${name}`;
        if (!this.#definitions.has(key)) this.#definitions.set(key, definition);
      }
    }
  }

  /** The full names of all actions. */
  get names(): string[] {
    return [...this.#definitions.keys()];
  }

  /** The names, without the actor, of all actions of an actor. */
  actionsOf(actor: string): string[] {
    return this.names.filter(name => name.startsWith(`${actor}.`)).map(name => name.slice(actor.length + 1));
  }

  find({
    actor,
    name,
  }: {
    readonly actor: string;
    readonly name: string;
  }): ActionDefinition<ActionContext> | undefined {
    return this.get(`${actor}.${name}`);
  }

  /** The definition that plays an action of a full name. */
  get(fullName: string): ActionDefinition<ActionContext> | undefined {
    return this.#definitions.get(fullName);
  }
}
