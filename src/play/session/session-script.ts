import type { Mask } from '../../base/index.ts';
import { Params, templateNames } from '../../params/index.ts';
import { formatAction } from '../../script/index.ts';
import type { SessionState } from '../model/session-state.ts';
import type { Action } from '../playbook/action.ts';
import { Filter } from '../playbook/filter.ts';
import { isIncluded } from '../playbook/kept-playbook.ts';
import type { PlayBook } from '../playbook/playbook.ts';

/** Actions whose effect the head of the script repeats. */
const repeated = new Filter('core.session_define,core.params_session_set,core.priorities_add,session.*');

function isRepeated(action: Action): boolean {
  return isIncluded(action) || (action.done && repeated.matches(action));
}

/** The parts of a session that are written into its script. */
export interface ScriptParts {
  readonly name: string;
  readonly state: SessionState;
  readonly playbook: PlayBook;
}

/** Actions that, played again, make an equal session: its times, params, env and priorities, then its playbook. */
export function sessionScript(
  { name, state, playbook }: ScriptParts,
  mask: Mask,
  textOf: (action: Action) => string,
): string {
  const { start, end, params } = state;
  const { env } = state.names;
  const lines = [tell('core.session_define', { name, start: start.full(), ...(end && { end: end.full() }) })];
  if (!params.empty()) lines.push(tell('core.params_session_set', params));
  for (const [key, value] of env) {
    const literal = templateNames(value).length > 0 && { literal: 'true' };
    lines.push(tell('session.env_set', { key, value, ...literal }));
  }
  const priorities = Params.from(playbook.priorities.added());
  if (!priorities.empty()) lines.push(tell('core.priorities_add', priorities));
  const head = lines.map(line => mask.text(line)).join('\n');
  return `${head}\n${playbook.heroscript({ showDone: true, except: isRepeated, textOf })}`;
}

/** An action that sets a part of a session. */
function tell(fullName: string, given: Params | Readonly<Record<string, string>>): string {
  const params = given instanceof Params ? given : Params.from(given);
  const [actor = '', name = ''] = fullName.split('.');
  return formatAction({ bangs: 2, actor, name, ...params.plain({ comments: false }) });
}
