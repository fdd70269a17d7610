import { type ActionPlan, type ParamValues, p } from '../action/index.ts';
import { HeroError, isHeroError, show } from '../base/index.ts';
import type { ActionContext } from '../play/index.ts';

export const includeShape = {
  path: p.path().optional().describe('a file or folder; relative to the including file'),
  url: p.text().optional().describe('a git URL'),
  git_url: p.text().optional().describe('the same as `url`'),
  git_pull: p.bool().default(false).describe('fetch new commits'),
  git_reset: p.bool().default(false).describe('throw away local changes'),
  replace: p.list().default([]).describe('`NAME:value` for each `{NAME}` to replace'),
};

/** Replaces this action by the actions of other scripts. */
export async function includeScripts(
  params: ParamValues<typeof includeShape>,
  actionContext: ActionContext,
): Promise<void> {
  try {
    await includeNow(params, actionContext);
  } catch (error) {
    // A plan fetches nothing; `planInclude` reports the part that it does not know.
    if (!actionContext.session.isRehearsal || !isHeroError(error, 'GIT_NO_MATCH')) throw error;
  }
}

/** The changes of an include: none; but a plan may not know the included scripts. */
export async function planInclude(
  { url, git_url: other = url }: ParamValues<typeof includeShape>,
  { session, action }: ActionContext,
): Promise<ActionPlan> {
  if (other === undefined) return { changes: [] };
  const { folder: base } = action.origin;
  const found = await session.context.code.present({ url: other, base }).catch(() => undefined);
  return found
    ? { changes: [] }
    : { changes: [], unknown: ['the actions of a repository that is not checked out yet'] };
}

async function includeNow(
  params: ParamValues<typeof includeShape>,
  { session, action, signal }: ActionContext,
): Promise<void> {
  await session.include(action, {
    signal,
    path: params.path,
    url: params.url ?? params.git_url,
    pull: params.git_pull,
    reset: params.git_reset,
    replace: Object.fromEntries(params.replace.map(readPair)),
  });
}

function readPair(item: string): [string, string] {
  const colon = item.indexOf(':');
  if (colon > 0) return [item.slice(0, colon).trim(), item.slice(colon + 1).trim()];
  throw new HeroError(
    'PLAY_INCLUDE_TARGET',
    `expected \`NAME:value\` in \`replace\`, but found ${show(item)}`,
  );
}
