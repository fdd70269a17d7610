import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkAnswer } from '../../src/action/index.ts';
import { isHeroError } from '../../src/base/index.ts';
import { askByLine } from '../../src/cli/terminal/line-ask.ts';
import {
  Coderoot,
  httpsUrl,
  parseGitUrl,
  type RepositoryAddress,
  sshUrl,
  urlKey,
  urlLabel,
  webUrl,
} from '../../src/git/index.ts';
import { nameFix, readOldCipher } from '../../src/herolib.ts';
import { OurTime, openContext, PlayBook, type Question, type Session } from '../../src/index.ts';
import { placeName } from '../../src/play/index.ts';
import { commit, redirect, runGit, tempFolder } from '../git/upstream.ts';
import { folderWith, now, open } from '../play/world.ts';

export interface SessionVector {
  id: string;
  area: string;
  // Each area has an input of its own shape; a vector without a field that its call needs fails.
  input: Readonly<Record<string, never>>;
  call: string;
  expected: unknown;
}

/** Does what a vector says; any of our errors becomes `{ error: code }`. */
export async function callSession(vector: SessionVector): Promise<unknown> {
  try {
    return await outcome(vector);
  } catch (error) {
    if (!isHeroError(error)) throw error;
    return { error: error.code };
  }
}

function outcome(vector: SessionVector): unknown {
  const { area, input } = vector;
  switch (area) {
    case 'namefix':
      return nameFix(input.name ?? '');
    case 'ourtime':
      return ourTime(vector);
    case 'giturl':
      return gitUrl(vector);
    case 'git':
      return checkouts(vector);
    case 'dbfs':
      return store(vector);
    case 'ui':
      return ask(vector);
    default:
      return session(vector);
  }
}

function ourTime({ input, call, expected }: SessionVector): unknown {
  const { text = '', now: present = 0, epoch = 0 } = input;
  if (call.startsWith('OurTime.parse')) {
    const time = OurTime.parse(text, { now: present });
    return pick(expected, {
      unix: time.unix(),
      delta: time.unix() - present,
      str: time.str(),
      key: time.key(),
    });
  }
  const time = OurTime.fromEpoch(epoch);
  if (call.includes('warp')) return time.warp(text).unix();
  if (call.includes('check()')) return { unix: time.check(present).unix() };
  if (call.includes('now()')) return { unix: time.unix(), key: time.key() };
  const method = /\.(\w+)\(\)$/.exec(call)?.[1] as 'str' | 'key' | 'day' | 'md' | 'dayhour' | 'empty' | 'int';
  return time[method]();
}

/** The fields that the vector tells of. */
function pick(expected: unknown, found: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.keys(expected as object).map(key => [key, found[key]]));
}

function gitUrl({ input, call, expected }: SessionVector): unknown {
  const { url = '', path: place = '', coderoot = '/', repo = '' } = input;
  const address = input as unknown as RepositoryAddress;
  const root = new Coderoot(coderoot);
  if (call.startsWith('gitLocationFromUrl')) return pick(expected, { ...parseGitUrl(url) });
  if (call.startsWith('locationFromPath')) return { branch: '', anchor: '', ...root.locate(place) };
  if (call.startsWith('repo.pathOfUrl')) return join(repo, parseGitUrl(url).path);
  if (call.includes('urlHttpsWithBranch')) return webUrl(address);
  if (call.includes('urlHttps')) return httpsUrl(address);
  if (call.includes('urlSsh')) return sshUrl(address);
  if (call.includes('key()')) return urlKey(address);
  if (call.includes('str()')) return urlLabel(address);
  if (call.includes('pathOnFs')) return join(root.checkoutPath(address), place);
  return root.checkoutPath(address, { multibranch: call.includes('multibranch') });
}

/** The checkouts that a vector tells of, each with an origin in a folder that stands for its host. */
async function checkouts({ input, call }: SessionVector): Promise<unknown> {
  const folder = tempFolder();
  const root = join(folder, 'c');
  for (const told of input.checkouts as unknown as string[]) await makeCheckout(folder, told);
  redirect('https://', folder);
  const code = new Coderoot(root);
  const relative = (place: string) => place.replace(folder, '');
  if (call.startsWith('gitstructure')) {
    const found = await code.list();
    return Promise.all(
      found.map(async each => urlKey({ ...names(each), branch: (await each.status()).branch })),
    );
  }
  const options = /\((\{.*\})\)/.exec(call)?.[1]?.replace(`'/c/`, `'${root}/`);
  const args = new Function(`return ${options}`)() as Record<string, never>;
  if (call.startsWith('repos_get')) return (await code.list(args)).map(({ name }) => name);
  if (args.path) return relative(code.checkoutAt(args.path).path);
  const checkout = code.checkoutPath(parseGitUrl(args.url ?? ''));
  if (call.startsWith('new file')) writeFileSync(join(checkout, 'new.txt'), 'x');
  const found = await code.code(args as never);
  return { path: relative(found.path), branch: (await found.checkout.status()).branch };
}

const names = ({ provider, account, name }: RepositoryAddress) => ({ provider, account, name });

async function makeCheckout(folder: string, told: string): Promise<void> {
  const [, place = '', host = ''] = /^(\S+) \(origin https:\/\/(\S+?)(?:\.git)?[,)]/.exec(told) ?? [];
  const upstream = join(folder, host);
  mkdirSync(upstream, { recursive: true });
  runGit(upstream, 'init', '-q', '-b', 'main');
  commit(upstream, { 'docs/README.md': 'x\n' });
  runGit(upstream, 'branch', 'dev');
  const checkout = join(folder, place);
  runGit(folder, 'clone', '-q', upstream, checkout);
  runGit(checkout, 'remote', 'set-url', 'origin', `https://${host}`);
}

/** The databases of a context, which are what the old `fskvs` was. */
async function store({ input, call, expected }: SessionVector): Promise<unknown> {
  // The old cipher is read, never written: what it made opens to the text it was made of.
  if (call.startsWith('decrypt')) return readOldCipher('', input.secret ?? '');
  if (call.startsWith('encrypt'))
    return readOldCipher(String(expected), input.secret ?? '') === input.text ? expected : 'another text';
  const context = await openContext(input.context, { home: tempFolder() });
  const db = context.db(input.dbname ?? 'default');
  if (call.includes("kv.get('missing')")) return [await db.get('missing'), await db.has('missing')];
  if (call.includes('prefix')) {
    for (const key of input.entries as unknown as string[]) await db.set(key, 'x');
    return db.keys('a');
  }
  if (call.includes('0..99')) {
    const keys = Array.from({ length: 100 }, (_, at) => String(at));
    for (const key of keys) await db.set(key, key);
    for (const key of keys) if ((await db.get(key)) !== key) return `lost ${key}`;
    return expected;
  }
  await db.set('a', 'bbbb');
  if (!call.includes('destroy')) return db.get('a');
  await db.destroy();
  return existsSync(join(context.path, 'db/default'));
}

const kinds = { question: 'text', yesno: 'yesno', dropdown_multiple: 'choices', dropdown: 'choice' } as const;

/** Asks line by line what the person typed before. */
async function ask({ input, call, expected }: SessionVector): Promise<unknown> {
  if (call.startsWith('any ask')) return (await open({ interactive: false })).ask({ id: 'q', text: 'q' });
  const [, name = '', isNumber, options = '{}'] = /^ask_(\w+?)(_int)?\((\{.*?\})\)/.exec(call) ?? [];
  const { items, default: fallback, minlen } = new Function(`return ${options}`)() as Record<string, unknown>;
  const question: Question = {
    id: 'q',
    text: 'q',
    type: kinds[name as keyof typeof kinds],
    ...(items !== undefined && { choices: items as string[] }),
    ...(fallback !== undefined && { default: String(fallback) }),
    ...(minlen !== undefined && { minLength: minlen as number }),
  };
  const typed = [...(input.typed as unknown as string[])];
  const lines = { write: () => undefined, read: async () => typed.shift() };
  const answer = await askByLine(question, text => checkAnswer(question, text), lines);
  if (isNumber) return [...(items as string[])].sort().indexOf(answer) + 1;
  if (name === 'yesno') return answer === 'true';
  return Array.isArray(expected) ? answer.split(',') : answer;
}

type Call = (vector: SessionVector) => unknown;

const at = (text: string) => () => OurTime.parse(text, { now }).unix();

/** A session that began, and ended, at the times of a vector. */
async function timed({ input }: SessionVector): Promise<Session> {
  const { name, start, end } = input as Readonly<Record<string, string>>;
  const session = await open({ sessionName: name ?? '', clock: at(start ?? '') });
  if (end !== undefined) session.end = OurTime.parse(end, { now });
  return session;
}

/** Both texts, read back, hold the same actions; the seconds that we add to times are no other time. */
async function sameMeaning(vector: SessionVector): Promise<unknown> {
  const ours = (await timed(vector)).heroscript();
  const read = (text: string) => {
    const playbook = new PlayBook();
    return playbook.add(text).map(action => [action.fullName, meaning(action.params.toMap())]);
  };
  const isSame = JSON.stringify(read(ours)) === JSON.stringify(read(vector.expected as string));
  return isSame ? vector.expected : ours;
}

function meaning(params: ReadonlyMap<string, string>): unknown {
  return [...params].map(([key, value]) => [
    key,
    key === 'name' ? value : OurTime.parse(value, { now }).unix(),
  ]);
}

async function ordered(): Promise<string[]> {
  const session = await open();
  session.addPriorities({ 0: 'zeta.*' });
  await session.addPlaybook({
    text: '!!gittools.list x:1\n!!sshagent.key_add x:1\n!!core.a x:1\n!!zeta.b x:1',
  });
  const { priorities } = session.playbook;
  return session.playbook.sorted().map(action => `${action.fullName}:${priorities.numberOf(action)}`);
}

/** A run that ignores what nobody plays, and the open actions after it as text. */
async function left(args: Parameters<typeof open>[0]): Promise<string> {
  const session = await open(args);
  await session.run({ unknown: 'ignore' });
  return session.playbook.heroscript();
}

async function snippets({ expected }: SessionVector): Promise<unknown> {
  const snippet = '!!snippet snippetname:codeargs pull:true reset:false\n';
  const use = '!!x.git {codeargs}\n';
  const text = await left({ playbookText: use + snippet + use });
  return text === '!!x.git pull:true reset:false\n'.repeat(2) ? expected : text;
}

async function reloaded(vector: SessionVector): Promise<unknown> {
  const home = tempFolder();
  const session = await open({ home, sessionName: 'sess1', clock: () => now });
  if (vector.call.includes('env_set')) session.envSet('K', 'v');
  else session.params.set('k', 'v1');
  await session.save();
  const again = await open({ home, sessionName: 'sess1', clock: () => now + 2 });
  return Object.fromEntries(vector.call.includes('env_set') ? again.env : again.params.toMap());
}

async function relativeStart(): Promise<number> {
  const home = tempFolder();
  const playbookText = "!!core.session_define name:sess1 start:'+1h'";
  const first = await open({ home, playbookText, run: true, clock: () => now });
  const later = await open({ home, sessionName: 'sess1', clock: () => now + 2 });
  return later.start.unix() - first.start.unix();
}

const calls: Readonly<Record<string, Call>> = {
  'session-001': async ({ input }) => (await open({ clock: () => input.now ?? 0 })).name,
  'session-004': sameMeaning,
  'session-005': sameMeaning,
  'session-007': ({ input }) => placeName(input.name ?? '', 'session') && 'ok',
  'session-009': async () => open({ context: await openContext(), contextName: 'default' }),
  'session-010': async ({ expected }) => {
    const context = await openContext('c1', { home: tempFolder() });
    return (await open({ context })).context === context ? expected : 'another context';
  },
  'session-011': async ({ expected }) => {
    const session = await open();
    const same = (await open({ session, playbookText: '!!core.a' })) === session;
    return same && session.playbook.exists({ filter: 'core.a' }) ? expected : 'another session';
  },
  'session-012': async () => open({ coderoot: '/srv/code', context: await openContext() }),
  'session-013': () => open({ coderoot: '/srv/code', contextName: '' }),
  'session-015': async ({ expected }) => {
    const context = await openContext('test1', { home: tempFolder() });
    const before = context.coderoot;
    await context.configure({});
    return context.coderoot === before && !context.heroscript().includes('coderoot')
      ? expected
      : context.coderoot;
  },
  'session-016': async () => {
    const session = await open();
    await session.addPlaybook({ text: '!!core.a' });
    return session.playbook.actions.length;
  },
  'session-017': async () => (await open()).addPlaybook({ path: '/nosuch' }),
  'session-018': async ({ expected }) => {
    const path = folderWith({ 'a.md': '!!a.md', 'b.hero': '!!b.hero', 'c.txt': '!!c.txt' });
    const names = (await (await open()).addPlaybook({ path })).map(({ fullName }) => fullName);
    return names.join() === 'a.md,b.hero' ? expected : names;
  },
  'session-019': async () => {
    const path = folderWith({ 'a.hero': '!!play.echo content:x' });
    const session = await open({ playbookPath: join(path, 'a.hero'), run: true });
    return session.playbook.find().length === 0 && session.end !== undefined;
  },
  'session-022': snippets,
  'session-024': () => open({ playbookText: '!!include', run: true }),
  'session-025': () =>
    open({ playbookPath: join(folderWith({ 'a.hero': '!!include path:a.hero' }), 'a.hero'), run: true }),
  'session-027': async () => {
    const session = await open();
    session.envSetOnce('K', 'a');
    session.envSetOnce('K', 'b');
  },
  'session-028': async () => (await open()).envGet('missing'),
  'session-031': reloaded,
  'session-032': async ({ expected }) => {
    const home = tempFolder();
    const context = await openContext('default', { home });
    context.params.set('p', '1');
    await context.save();
    return (await open({ home })).context.params.getInt('p') === 1 ? expected : 'no param';
  },
  'session-035': ordered,
  'session-037': async () => {
    const session = await open({
      playbookText: '!!core.params_context_set a:1 b:2',
      contextName: 'ctx3',
      run: true,
    });
    return Object.fromEntries(session.context.params.toMap());
  },
  'session-038': relativeStart,
  'session-039': reloaded,
  'session-041': async ({ expected }) => {
    const session = await open();
    return (await session.context.latestSession())?.name === session.name ? expected : 'another session';
  },
};

function session(vector: SessionVector): unknown {
  const call = calls[vector.id];
  if (!call) throw new Error(`no call for ${vector.id}: ${vector.call}`);
  return call(vector);
}
