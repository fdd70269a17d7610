import type { Mask } from '../../base/index.ts';
import { Params, templateNames } from '../../params/index.ts';
import { formatAction } from '../../script/index.ts';
import type { Session } from '../model/session.ts';
import type { Action } from '../playbook/action.ts';
import { Filter } from '../playbook/filter.ts';
import { isIncluded } from '../playbook/kept-playbook.ts';

const tellings = new Filter('core.session_define,core.params_session_set,core.priorities_add,session.*');

/** What such an action did is told by the head of the session's script. */
function isTold(action: Action): boolean {
  return isIncluded(action) || (action.done && tellings.matches(action));
}

/** Actions that, played again, make an equal session: its times, params, env and priorities, then its playbook. */
export function sessionScript(session: Session, mask: Mask, textOf: (action: Action) => string): string {
  const { name, start, end, params, env, playbook } = session;
  const lines = [tell('core.session_define', { name, start: start.full(), ...(end && { end: end.full() }) })];
  if (!params.empty()) lines.push(tell('core.params_session_set', params));
  for (const [key, value] of env) {
    const literal = templateNames(value).length > 0 && { literal: 'true' };
    lines.push(tell('session.env_set', { key, value, ...literal }));
  }
  const priorities = Params.from(playbook.priorities.added());
  if (!priorities.empty()) lines.push(tell('core.priorities_add', priorities));
  const head = lines.map(line => mask.text(line)).join('\n');
  return `${head}\n${playbook.heroscript({ showDone: true, except: isTold, textOf })}`;
}

/** An action that tells what a session knows. */
function tell(fullName: string, given: Params | Readonly<Record<string, string>>): string {
  const params = given instanceof Params ? given : Params.from(given);
  const [actor = '', name = ''] = fullName.split('.');
  return formatAction({ bangs: 2, actor, name, ...params.plain({ comments: false }) });
}
