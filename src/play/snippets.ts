import { HeroError, show } from '../base/index.ts';
import type { Params } from '../params/index.ts';
import { keyName } from '../script/index.ts';
import type { Action } from './action.ts';

const snippet = /^\{([A-Za-z0-9_.-]+)\}$/;

/** Puts the params of snippets in the place of the arguments `{name}`. Params of the action itself win. */
export function expandSnippets(actions: readonly Action[], snippets: ReadonlyMap<string, Params>): void {
  for (const action of actions) {
    if (!action.done) expand(action, snippets);
  }
}

function expand(action: Action, snippets: ReadonlyMap<string, Params>): void {
  const { params } = action;
  for (const arg of [...params.args]) {
    const name = snippet.exec(arg)?.[1];
    if (name === undefined) continue;
    const known = snippets.get(keyName(name));
    if (!known) {
      throw new HeroError(
        'PLAY_UNKNOWN_SNIPPET',
        `the snippet ${show(name)} of ${show(action.fullName)} (${action.place}) is not defined`,
        {
          hint: `define it with \`!!core.snippet snippetname:${name} …\``,
        },
      );
    }
    params.deleteArg(arg);
    for (const { key, value } of known.params) if (!params.exists(key)) params.set(key, value);
    for (const word of known.args) params.setArg(word);
  }
}
