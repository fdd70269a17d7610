import { type ActionPlan, ParamType, p } from '../action/index.ts';
import { HeroError, show } from '../base/index.ts';
import { resolvePath } from '../params/index.ts';
import { type ActionContext, defineActor, placeName } from '../play/index.ts';
import { type StoreDriver, storeDrivers } from '../store/index.ts';

export interface ContextChange {
  name?: string | undefined;
  coderoot?: string | undefined;
  store?: StoreDriver | undefined;
}

/** A folder; an empty text changes nothing. */
export const coderootType = new ParamType('path', (text, { places }) =>
  text === '' ? undefined : resolvePath(text, places),
).describe('the folder for checkouts; kept by the context');

/** How databases are kept. */
export const storeType = p
  .choice(...storeDrivers)
  .describe('the driver of databases: a file for each key, or one LMDB file; kept by the context');

/** Params of older scripts without an effect: contexts have no numbers, and the caller decides about questions. */
export const unused = {
  cid: p.text().optional().describe('not used'),
  interactive: p.bool().optional().describe('not used'),
};

/** The context that the session belongs to. */
export const context = defineActor('context', {
  configure: {
    summary: 'Chooses the context of a script, at its top, and sets the folder for checkouts.',
    params: {
      name: p.text().optional().describe('the context of the script'),
      coderoot: coderootType.optional(),
      store: storeType.optional(),
      ...unused,
    },
    prepares: true,
    rehearses: true,
    effect: 'idempotent',
    examples: ["!!context.configure name:ops coderoot:'./code'"],
    plan: planContext,
    run: (params, actionContext) => configureContext(actionContext, params),
  },
});

/** The changes that configuring a context would make. */
export function planContext({ coderoot, store }: ContextChange, { session }: ActionContext): ActionPlan {
  const { original: context } = session.context;
  const settings = [
    ['coderoot', context.coderoot, coderoot],
    ['store', context.store, store],
  ] as const;
  return {
    changes: settings.flatMap(([what, before, after]) =>
      after === undefined || after === before
        ? []
        : [{ kind: 'change' as const, what: `the ${what} of ${context.name}`, before, after }],
    ),
  };
}

/**
 * Changes the context of a session. Throws PLAY_OTHER_CONTEXT for the name of another context, and
 * STORE_OTHER_DRIVER when there are databases of another driver.
 */
export async function configureContext(
  { session }: ActionContext,
  { name, coderoot, store }: ContextChange,
): Promise<void> {
  const { context: present } = session;
  if (name !== undefined && placeName(name, 'context') !== present.name) {
    throw new HeroError(
      'PLAY_OTHER_CONTEXT',
      `the script configures the context ${show(name)}, but runs in ${show(present.name)}`,
      {
        hint: 'name the context at the top of the script, or pass `--context`',
      },
    );
  }
  if (coderoot === undefined && store === undefined) return;
  await present.configure({
    ...(coderoot !== undefined && { coderoot }),
    ...(store !== undefined && { store }),
  });
}
