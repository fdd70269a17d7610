import { type ActionPlan, ParamType, p } from '../action/index.ts';
import { HeroError, show } from '../base/index.ts';
import { resolvePath } from '../params/index.ts';
import { defineActor, placeName, type Stage } from '../play/index.ts';

export interface ContextChange {
  name?: string | undefined;
  coderoot?: string | undefined;
}

/** A folder; the empty text leaves it as it is. */
export const coderootType = new ParamType('path', (text, { places }) =>
  text === '' ? undefined : resolvePath(text, places),
).describe('where code is checked out; kept by the context');

/** Params of older scripts, without a meaning here: contexts have no numbers, and whoever plays says who is asked. */
export const unused = {
  cid: p.text().optional().describe('not used'),
  interactive: p.bool().optional().describe('not used'),
};

/** The context that the session belongs to. */
export const context = defineActor('context', {
  configure: {
    summary: 'Chooses the context of a script, at its top, and sets where it checks code out.',
    params: {
      name: p.text().optional().describe('the context that the script belongs to'),
      coderoot: coderootType.optional(),
      ...unused,
    },
    prepares: true,
    rehearses: true,
    effect: 'idempotent',
    examples: ["!!context.configure name:ops coderoot:'./code'"],
    plan: planContext,
    run: (params, stage) => configureContext(stage, params),
  },
});

/** What configuring a context would change. */
export function planContext({ coderoot }: ContextChange, { session }: Stage): ActionPlan {
  const before = session.context.original.coderoot;
  if (coderoot === undefined || coderoot === before) return { changes: [] };
  return {
    changes: [{ kind: 'change', what: `the coderoot of ${session.context.name}`, before, after: coderoot }],
  };
}

/** Changes the context of a session. Throws PLAY_OTHER_CONTEXT when another one is named than it runs in. */
export async function configureContext({ session }: Stage, { name, coderoot }: ContextChange): Promise<void> {
  const { context: present } = session;
  if (name !== undefined && placeName(name, 'context') !== present.name) {
    throw new HeroError(
      'PLAY_OTHER_CONTEXT',
      `the script configures the context ${show(name)}, but runs in ${show(present.name)}`,
      {
        hint: 'name the context at the top of the script that is run, or run it with `--context`',
      },
    );
  }
  if (coderoot !== undefined) await present.configure({ coderoot });
}
