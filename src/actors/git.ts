import { type ActionDefinitions, type ParamShape, type ParamValues, p } from '../action/index.ts';
import {
  assertLocalAllowed,
  type Checkout,
  type CheckoutFilter,
  type Code,
  httpsUrl,
  parseGitUrl,
} from '../git/index.ts';
import { defineActor, type Stage } from '../play/index.ts';

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
  depth: p.int().default(1).describe('how many commits a new clone gets, 0 for all'),
  branch: p.text().optional().describe('a branch or tag; wins over the one in the URL'),
  pull: p.bool().default(false).describe('fetch what is new'),
  reset: p.bool().default(false).describe('throw away local changes first'),
};

type Selection = ParamValues<typeof selection>;

const definitions = {
  clone: {
    summary: 'Checks a repository out below the coderoot, unless it is there.',
    params: repository,
    examples: ["!!git.clone url:'./library'"],
    run: cloneRepository,
  },
  pull: {
    summary: 'Fetches what is new into a checkout; refuses when it has local changes.',
    params: { ...selection, reset: repository.reset },
    examples: ["!!git.clone url:'./library'\n!!git.pull name:library"],
    run: (params: Selection & { reset: boolean }, stage: Stage) =>
      forEach(params, stage, async checkout => {
        if (params.reset) await checkout.reset(gitOptions(stage));
        await checkout.pull(gitOptions(stage));
        return 'up to date';
      }),
  },
  reset: {
    summary: 'Throws away local changes of a checkout; ignored files stay.',
    params: selection,
    examples: ["!!git.clone url:'./library'\n!!git.reset name:library"],
    run: (params: Selection, stage: Stage) =>
      forEach(params, stage, async checkout => {
        await checkout.reset(gitOptions(stage));
        return 'reset';
      }),
  },
  switch: {
    summary: 'Checks out another branch or tag.',
    params: { ...selection, branch: p.text().optional(), tag: p.text().optional() },
    examples: ["!!git.clone url:'./library'\n!!git.switch name:library branch:main"],
    run: (params: Selection & { branch: string | undefined; tag: string | undefined }, stage: Stage) =>
      forEach(params, stage, async checkout => {
        const ref = params.branch ?? params.tag ?? stage.action.params.getArg(0);
        await checkout.switchTo(ref, gitOptions(stage));
        return `on ${ref}`;
      }),
  },
  list: {
    summary: 'Says which checkouts there are.',
    params: selection,
    examples: ['!!git.list'],
    async run(params: Selection, { session, say }: Stage) {
      for (const checkout of await session.context.code.list(filterOf(params))) say(label(checkout));
    },
  },
  status: {
    summary: 'Says branch and changes of checkouts.',
    params: selection,
    examples: ["!!git.clone url:'./library'\n!!git.status"],
    async run(params: Selection, stage: Stage) {
      for (const checkout of await stage.session.context.code.list(filterOf(params)))
        stage.say(await describe(checkout, stage));
    },
  },
};

/** Repositories, checked out below the coderoot of the context. */
export const git = defineActor('git', definitions as ActionDefinitions<Stage, Record<string, ParamShape>>);

/** The older name of the same actions. */
export const gittools = defineActor(
  'gittools',
  definitions as ActionDefinitions<Stage, Record<string, ParamShape>>,
);

async function cloneRepository(params: ParamValues<typeof repository>, stage: Stage) {
  const url = parseGitUrl(urlOf(params, stage));
  assertLocalAllowed(url, stage.action.origin.remote === undefined);
  const { branch, depth, pull, reset } = params;
  const base = stage.action.origin.folder;
  const options = {
    url,
    base,
    depth,
    pull,
    reset,
    ...gitOptions(stage),
    ...(branch !== undefined && { branch }),
  };
  const code = await stage.session.context.code.code(options);
  stage.say(`${label(code.checkout)} ${whatHappened(code)}`);
  return { path: code.path };
}

function whatHappened({ cloned, changed }: Code): string {
  if (cloned) return 'cloned';
  return changed ? 'brought up to date' : 'is there';
}

function urlOf(params: Selection, { action }: Stage): string {
  if (params.url !== undefined) return params.url;
  const name = params.name ?? params.repo;
  if (params.provider === undefined || params.account === undefined || name === undefined)
    return action.params.get('url');
  return httpsUrl({ provider: params.provider, account: params.account, name });
}

/** Runs something on every checkout that is meant, and says what came of it. Throws GIT_NO_MATCH when there is none. */
async function forEach(
  params: Selection,
  stage: Stage,
  run: (checkout: Checkout) => Promise<string>,
): Promise<void> {
  const { code } = stage.session.context;
  const filter = filterOf(params);
  const found = await code.list(filter);
  const checkouts = found.length > 0 ? found : [await code.get(filter)];
  for (const checkout of checkouts) stage.say(`${label(checkout)} ${await run(checkout)}`);
}

function filterOf(params: Selection): CheckoutFilter {
  const wanted = params.url === undefined ? undefined : parseGitUrl(params.url);
  const given = {
    filter: params.filter,
    provider: params.provider ?? wanted?.provider,
    account: params.account ?? wanted?.account,
    name: params.name ?? params.repo ?? wanted?.name,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

async function describe(checkout: Checkout, stage: Stage): Promise<string> {
  const { branch, tag, commit, changes } = await checkout.status(gitOptions(stage));
  const where = branch || tag || commit.slice(0, 12) || 'no commit';
  const state = changes === 0 ? 'clean' : `${changes} changed`;
  return `${label(checkout)} ${where} ${state}`;
}

function label({ provider, account, name }: Checkout): string {
  return `${provider}/${account}/${name}`;
}

function gitOptions({ signal }: Stage) {
  return { signal };
}
