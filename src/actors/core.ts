import { type ActionPlan, type PlannedChange, p } from '../action/index.ts';
import type { Params } from '../params/index.ts';
import { type ActionContext, defineActor } from '../play/index.ts';
import { keyName } from '../script/index.ts';
import { coderootType, configureContext, planContext, storeType, unused } from './context.ts';
import { includeScripts, includeShape, planInclude } from './include.ts';

const context = {
  name: p.text().optional().describe('the context; it must be the one in which the script runs'),
  coderoot: coderootType.optional(),
  store: storeType.optional(),
  ...unused,
};

/** Actions about the session and its context as a whole. */
export const core = defineActor('core', {
  coderoot_set: {
    summary: 'Sets the folder for checkouts of the context, and keeps it.',
    params: { coderoot: coderootType },
    prepares: true,
    rehearses: true,
    effect: 'idempotent',
    examples: ["!!core.coderoot_set coderoot:'./code'"],
    plan: ({ coderoot }, actionContext) => planContext({ coderoot }, actionContext),
    run: ({ coderoot }, actionContext) => configureContext(actionContext, { coderoot }),
  },
  params_session_set: {
    summary: 'Sets params of the session, with any keys.',
    params: {},
    open: true,
    prepares: true,
    rehearses: true,
    effect: 'pure',
    examples: ["!!core.params_session_set team:ops\n!!play.echo content:'for {team}'"],
    run: (_params, { session, action }) => take(session.params, action.params),
  },
  params_context_set: {
    summary: 'Sets params of the context, with any keys, and keeps them.',
    params: {},
    open: true,
    prepares: true,
    rehearses: true,
    effect: 'idempotent',
    examples: ["!!core.params_context_set domain:example.org\n!!play.echo content:'on {domain}'"],
    plan: (_params, actionContext) => planParams(actionContext),
    async run(_params, { session, action }) {
      take(session.context.params, action.params);
      await session.context.save();
    },
  },
  priorities_add: {
    summary: 'Makes actions play earlier: each param is a number from 0 (first) to 98 and a filter.',
    params: {},
    open: true,
    prepares: true,
    rehearses: true,
    effect: 'pure',
    examples: ["!!core.priorities_add 5:'file.*,exec.*'"],
    run: (_params, { session, action }) => session.addPriorities(Object.fromEntries(action.params.toMap())),
  },
  snippet: {
    summary: 'Names params that other actions insert with the argument `{name}`.',
    params: { snippetname: p.text().optional(), name: p.text().optional() },
    open: true,
    prepares: true,
    rehearses: true,
    effect: 'pure',
    examples: ["!!core.snippet snippetname:shout content:'hello'\n!!play.echo {shout}"],
    run: (_params, actionContext) => defineSnippet(actionContext),
  },
  include: {
    summary: 'The same as `play.include`.',
    params: includeShape,
    prepares: true,
    rehearses: true,
    effect: 'pure',
    examples: ['!!core.include path:other.hero'],
    plan: planInclude,
    run: includeScripts,
  },
  session_define: {
    summary: 'Sets the name and the times of a session; `heroscript()` of a session starts with it.',
    params: { name: p.text().optional(), start: p.time().optional(), end: p.time().optional() },
    prepares: true,
    rehearses: true,
    effect: 'pure',
    examples: ["!!core.session_define name:nightly start:'2026-01-31 02:00'"],
    run({ start, end }, { session }) {
      session.start = start ?? session.start;
      session.end = end ?? session.end;
    },
  },
  context_define: {
    summary: 'The same as `context.configure`.',
    params: context,
    prepares: true,
    rehearses: true,
    effect: 'idempotent',
    examples: ["!!core.context_define coderoot:'./code'"],
    plan: planContext,
    run: (params, actionContext) => configureContext(actionContext, params),
  },
  context_set: {
    summary: 'The same as `context.configure`.',
    params: context,
    prepares: true,
    rehearses: true,
    effect: 'idempotent',
    examples: ["!!core.context_set coderoot:'./code'"],
    plan: planContext,
    run: (params, actionContext) => configureContext(actionContext, params),
  },
  configure: {
    summary: 'The same as `context.configure`.',
    params: context,
    prepares: true,
    rehearses: true,
    effect: 'idempotent',
    examples: ["!!core.configure coderoot:'./code'"],
    plan: planContext,
    run: (params, actionContext) => configureContext(actionContext, params),
  },
});

function planParams({ session, action }: ActionContext): ActionPlan {
  const { context } = session;
  const known = context.original.params.toMap();
  const changes = [...action.params.toMap()].flatMap(([key, after]): PlannedChange[] => {
    const before = known.get(key);
    if (before === after) return [];
    const what = `the param ${key} of ${context.name}`;
    return [before === undefined ? { kind: 'create', what, after } : { kind: 'change', what, before, after }];
  });
  return { changes };
}

function take(into: Params, from: Params): void {
  into.merge(from);
}

function defineSnippet({ session, action }: ActionContext): void {
  // As written: templates are filled once, when the action that uses the snippet starts.
  const params = action.written.copy();
  const key = params.exists('snippetname') ? 'snippetname' : 'name';
  const name = params.get(key);
  params.delete(key);
  session.context.snippets.set(keyName(name), params);
}
