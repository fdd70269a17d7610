import { HeroError, show } from '../../base/index.ts';
import type { Params } from '../../params/index.ts';
import { keyName } from '../../script/index.ts';
import type { Action } from './action.ts';

const snippet = /^\{([A-Za-z0-9_.-]+)\}$/;

/**
 * Replaces the arguments `{name}` by the params of snippets, also those inside snippets. Params of
 * the action itself win. Throws PLAY_UNKNOWN_SNIPPET.
 */
export function expandSnippets(actions: readonly Action[], snippets: ReadonlyMap<string, Params>): void {
  for (const action of actions) {
    if (!action.done) expand(action, snippets);
  }
}

function expand(action: Action, snippets: ReadonlyMap<string, Params>): void {
  const { params } = action;
  const words = new Set(params.args);
  // The set grows during the loop and holds each word once, so nested snippets end, even in a circle.
  for (const word of words) {
    const name = snippet.exec(word)?.[1];
    if (name === undefined) continue;
    const known = snippets.get(keyName(name));
    if (!known) throw unknownSnippet(name, action);
    for (const { key, value } of known.params) if (!params.exists(key)) params.set(key, value);
    for (const arg of known.args) {
      params.setArg(arg);
      words.add(arg);
    }
  }
  for (const word of words) if (snippet.test(word)) params.deleteArg(word);
}

function unknownSnippet(name: string, action: Action): HeroError {
  const message = `the snippet ${show(name)} of ${show(action.fullName)} (${action.place}) is not defined`;
  return new HeroError('PLAY_UNKNOWN_SNIPPET', message, {
    hint: `define it with \`!!core.snippet snippetname:${name} …\``,
  });
}
