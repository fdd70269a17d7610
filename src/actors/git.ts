import {
  type ActionDefinitions,
  type ActionPlan,
  type Actor,
  type Observer,
  type ParamShape,
  type ParamValues,
  p,
} from '../action/index.ts';
import { HeroError } from '../base/index.ts';
import {
  assertLocalAllowed,
  type Checkout,
  type CheckoutFilter,
  type CodeResult,
  httpsUrl,
  parseGitUrl,
  readHead,
  resolveLocal,
} from '../git/index.ts';
import { type ActionContext, defineActor } from '../play/index.ts';

const selection = {
  url: p.text().optional().describe('the repository, as a git URL'),
  filter: p.text().optional().describe('a part of the path below the coderoot'),
  provider: p.text().optional(),
  account: p.text().optional(),
  name: p.text().optional().describe('the name of the repository'),
  repo: p.text().optional().describe('the same as `name`'),
};

const repository = {
  ...selection,
  depth: p.int().default(1).describe('the number of commits of a new clone, 0 for all'),
  branch: p.text().optional().describe('a branch or tag; wins over the one in the URL'),
  pull: p.bool().default(false).describe('fetch new commits'),
  reset: p.bool().default(false).describe('throw away local changes first'),
};

type Selection = ParamValues<typeof selection>;

const definitions = {
  clone: {
    summary: 'Checks out a repository below the coderoot, unless it is there already.',
    params: repository,
    effect: 'idempotent' as const,
    examples: ["!!git.clone url:'./library'"],
    plan: planClone,
    run: cloneRepository,
  },
  pull: {
    summary: 'Fetches new commits into a checkout; refuses to change one with local changes.',
    params: { ...selection, reset: repository.reset },
    effect: 'idempotent' as const,
    examples: ["!!git.clone url:'./library'\n!!git.pull name:library"],
    run(params: Selection & { reset: boolean }, actionContext: ActionContext) {
      if (params.reset) requireSelection(params);
      return forEach(params, actionContext, async checkout => {
        if (params.reset) await checkout.reset(gitOptions(actionContext));
        await checkout.pull(gitOptions(actionContext));
        return 'up to date';
      });
    },
  },
  reset: {
    summary: 'Throws away local changes of checkouts, which must be named; ignored files stay.',
    params: selection,
    effect: 'idempotent' as const,
    examples: ["!!git.clone url:'./library'\n!!git.reset name:library"],
    run(params: Selection, actionContext: ActionContext) {
      requireSelection(params);
      return forEach(params, actionContext, async checkout => {
        await checkout.reset(gitOptions(actionContext));
        return 'reset';
      });
    },
  },
  switch: {
    summary: 'Checks out another branch or tag.',
    params: { ...selection, branch: p.text().optional(), tag: p.text().optional() },
    effect: 'idempotent' as const,
    examples: ["!!git.clone url:'./library'\n!!git.switch name:library branch:main"],
    run: (
      params: Selection & { branch: string | undefined; tag: string | undefined },
      actionContext: ActionContext,
    ) =>
      forEach(params, actionContext, async checkout => {
        const ref = params.branch ?? params.tag ?? actionContext.action.params.getArg(0);
        await checkout.switchTo(ref, gitOptions(actionContext));
        return `on ${ref}`;
      }),
  },
  list: {
    summary: 'Lists the checkouts.',
    params: selection,
    effect: 'pure' as const,
    examples: ['!!git.list'],
    async run(params: Selection, actionContext: ActionContext) {
      for (const checkout of await listCheckouts(params, actionContext)) actionContext.say(label(checkout));
    },
  },
  status: {
    summary: 'Prints the branch and the changes of checkouts.',
    params: selection,
    effect: 'pure' as const,
    examples: ["!!git.clone url:'./library'\n!!git.status"],
    async run(params: Selection, actionContext: ActionContext) {
      for (const checkout of await listCheckouts(params, actionContext))
        actionContext.say(await describe(checkout, actionContext));
    },
  },
};

/** Repositories that are checked out below the coderoot of the context. */
export const git = gitActor('git');

/** The older name of the same actions. */
export const gittools = gitActor('gittools');

function gitActor(name: string): Actor<ActionContext> {
  const named = Object.entries(definitions).map(([action, definition]) => {
    const examples = definition.examples.map(example => example.replaceAll('!!git.', `!!${name}.`));
    return [action, { ...definition, examples }];
  });
  return defineActor(
    name,
    Object.fromEntries(named) as ActionDefinitions<ActionContext, Record<string, ParamShape>>,
  );
}

async function cloneRepository(params: ParamValues<typeof repository>, actionContext: ActionContext) {
  const url = parseGitUrl(urlOf(params, actionContext));
  assertLocalAllowed(url, actionContext.action.origin.remote === undefined);
  const { branch, depth, pull, reset } = params;
  const base = actionContext.action.origin.folder;
  const options = {
    url,
    base,
    depth,
    pull,
    reset,
    ...gitOptions(actionContext),
    onOutput: progressReader(actionContext),
    ...(branch !== undefined && { branch }),
  };
  const code = await actionContext.session.context.code.code(options);
  actionContext.say(`${label(code.checkout)} ${whatHappened(code)}`);
  return { path: code.path };
}

/** The changes that cloning would make, as far as they are known without the network. */
async function planClone(
  params: ParamValues<typeof repository>,
  actionContext: ActionContext & Observer,
): Promise<ActionPlan> {
  const { session, action } = actionContext;
  const url = resolveLocal(parseGitUrl(urlOf(params, actionContext)), session.environment(action).places);
  assertLocalAllowed(url, action.origin.remote === undefined);
  const path = session.context.code.checkoutPath(url);
  const what = `the checkout ${path}`;
  const head = await actionContext.observe(what, () => describeHead(path));
  if (head === undefined) return { changes: [{ kind: 'create', what }] };
  if (params.reset)
    return { changes: [], unknown: [`the local changes of ${what}, which a reset throws away`] };
  if (params.pull) return { changes: [], unknown: [`new commits for ${what}`] };
  const wanted = params.branch ?? url.branch;
  const isThere = wanted === '' || head.startsWith(`${wanted} `);
  return { changes: isThere ? [] : [{ kind: 'change', what, before: head, after: `on ${wanted}` }] };
}

async function describeHead(path: string): Promise<string | undefined> {
  const head = await readHead(path);
  return head && `${head.branch ?? 'no branch'} ${head.commit ?? 'no commit'}`;
}

/** Reads the progress of a clone from the output of git. */
function progressReader({ progress }: ActionContext): (text: string) => void {
  return text => {
    const counts = [...text.matchAll(/(?:Receiving objects|Updating files): +\d+% \((\d+)\/(\d+)\)/g)];
    const last = counts.at(-1);
    if (last) progress(Number(last[1]), Number(last[2]), 'objects');
  };
}

function whatHappened({ cloned, changed }: CodeResult): string {
  if (cloned) return 'cloned';
  return changed ? 'brought up to date' : 'is there';
}

function urlOf(params: Selection, { action }: ActionContext): string {
  if (params.url !== undefined) return params.url;
  const name = params.name ?? params.repo;
  if (params.provider === undefined || params.account === undefined || name === undefined)
    return action.params.get('url');
  return httpsUrl({ provider: params.provider, account: params.account, name });
}

/** Runs a function on every selected checkout, and prints its result. Throws GIT_NO_MATCH when none is selected. */
async function forEach(
  params: Selection,
  actionContext: ActionContext,
  run: (checkout: Checkout) => Promise<string>,
): Promise<void> {
  const found = await listCheckouts(params, actionContext);
  const checkouts =
    found.length > 0
      ? found
      : [await actionContext.session.context.code.get(filterOf(params, actionContext))];
  for (const checkout of checkouts) actionContext.say(`${label(checkout)} ${await run(checkout)}`);
}

/** An action that throws work away needs a selection. Throws PARAMS_MISSING. */
function requireSelection(params: Selection): void {
  const { url, filter, provider, account, name, repo } = params;
  if ([url, filter, provider, account, name, repo].some(Boolean)) return;
  throw new HeroError(
    'PARAMS_MISSING',
    'expected `url`, `name` or `filter` for the checkouts to reset, but found none',
    {
      hint: 'add one of them',
    },
  );
}

function listCheckouts(params: Selection, actionContext: ActionContext): Promise<Checkout[]> {
  return actionContext.session.context.code.list(filterOf(params, actionContext));
}

function filterOf(params: Selection, { session, action }: ActionContext): CheckoutFilter {
  const { places } = session.environment(action);
  const wanted = params.url === undefined ? undefined : resolveLocal(parseGitUrl(params.url), places);
  const given = {
    filter: params.filter,
    provider: params.provider ?? wanted?.provider,
    account: params.account ?? wanted?.account,
    name: params.name ?? params.repo ?? wanted?.name,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

async function describe(checkout: Checkout, actionContext: ActionContext): Promise<string> {
  const { branch, tag, commit, changes } = await checkout.status(gitOptions(actionContext));
  const where = branch || tag || commit.slice(0, 12) || 'no commit';
  const state = changes === 0 ? 'clean' : `${changes} changed`;
  return `${label(checkout)} ${where} ${state}`;
}

function label({ provider, account, name }: Checkout): string {
  return `${provider}/${account}/${name}`;
}

function gitOptions({ signal }: ActionContext) {
  return { signal };
}
