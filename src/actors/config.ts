import { p } from '../action/index.ts';
import { HeroError, isSecretName, show } from '../base/index.ts';
import { defineActor, type Session } from '../play/index.ts';

const key = p.text().describe('the key');

/** The configuration of the context. */
export const config = defineActor('config', {
  set: {
    summary: 'Keeps a value under a key.',
    params: { key, value: p.text().describe('the value') },
    effect: 'idempotent',
    examples: ["!!config.set key:mail.from value:'ops@example.org'"],
    async plan({ key: name, value }, { session, observe }) {
      const what = placeOf(name, session);
      const before = await observe(what, () => keptValue(name, session));
      if (before === value) return { changes: [] };
      const kind = before === undefined ? 'create' : 'change';
      return { changes: [{ kind, what, ...(before !== undefined && { before }), after: value }] };
    },
    async run({ key: name, value }, { session }) {
      await session.configDb().set(name, value);
    },
  },
  get: {
    summary: 'Prints the value of a key, or reads it into a param of the session.',
    params: {
      key,
      default: p.text().optional().describe('the value of a missing key'),
      into: p.text().optional().describe('the session param that gets the value; then nothing is printed'),
    },
    effect: 'pure',
    sets: ({ into }) => (into === undefined ? [] : [into]),
    examples: [
      "!!config.set key:city value:Ghent\n!!config.get key:city into:city\n!!play.echo content:'Hello {city}'",
    ],
    async plan({ key: name, default: fallback, into }, { session, observe }) {
      const value = (await observe(placeOf(name, session), () => keptValue(name, session))) ?? fallback;
      if (value === undefined) return { changes: [], unknown: [`the value of ${name}, which is not set`] };
      return { changes: [], ...(into !== undefined && { sets: { [into]: value } }) };
    },
    async run({ key: name, default: fallback, into }, { session, say }) {
      const value = (await keptValue(name, session)) ?? fallback;
      if (value === undefined) {
        throw new HeroError('PLAY_NOT_SET', `the configuration has no key ${show(name)}`, {
          hint: 'set it, or give a `default`',
        });
      }
      if (isSecretName(name)) session.hide(value);
      if (into === undefined) say(value);
      else session.params.set(into, value);
      return { value };
    },
  },
  delete: {
    summary: 'Removes a key; a missing one is not an error.',
    params: { key },
    effect: 'idempotent',
    examples: ['!!config.delete key:city'],
    async plan({ key: name }, { session, observe }) {
      const what = placeOf(name, session);
      const before = await observe(what, () => keptValue(name, session));
      return { changes: before === undefined ? [] : [{ kind: 'remove', what, before }] };
    },
    async run({ key: name }, { session }) {
      await session.configDb().delete(name);
    },
  },
  secret: {
    summary: 'Reads a secret of the context into a param of the session, without showing it.',
    params: { key, into: p.text().describe('the session param that gets the value') },
    effect: 'pure',
    sets: ({ into }) => [into],
    examples: [
      "!!config.secret key:api.token into:token\n!!exec.run shell:sh cmd:'wc -c' stdin:'Bearer {token}'",
    ],
    plan: ({ key: name }) => ({ changes: [], unknown: [`the secret ${name}`] }),
    async run({ key: name, into }, { session }) {
      session.params.set(into, (await session.secret(name)).reveal());
    },
  },
  list: {
    summary: 'Prints the keys that start with a prefix.',
    params: { prefix: p.text().default('') },
    effect: 'pure',
    examples: ['!!config.list prefix:mail.'],
    async run({ prefix }, { session, say }) {
      for (const name of await session.configDb().keys(prefix)) say(name);
    },
  },
});

/** The name of a key in a plan. */
function placeOf(key: string, { context }: Session): string {
  return `the key ${key} of the configuration of ${context.name}`;
}

/** The value of a key, for a plan; hidden when the name of the key is that of a secret. */
async function keptValue(key: string, session: Session): Promise<string | undefined> {
  const value = await session.configDb().get(key);
  if (value !== undefined && isSecretName(key)) session.hide(value);
  return value;
}
