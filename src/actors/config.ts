import { p } from '../action/index.ts';
import { HeroError, show } from '../base/index.ts';
import { defineActor } from '../play/index.ts';

const key = p.text().describe('the key');

/** The configuration of the context. */
export const config = defineActor('config', {
  set: {
    summary: 'Keeps a value under a key.',
    params: { key, value: p.text().describe('the value') },
    examples: ["!!config.set key:mail.from value:'ops@example.org'"],
    async run({ key: name, value }, { session }) {
      await session.configDb().set(name, value);
    },
  },
  get: {
    summary: 'Says the value of a key, or reads it into a param of the session.',
    params: {
      key,
      default: p.text().optional().describe('the value when the key has none'),
      into: p.text().optional().describe('the session param that takes the value, instead of saying it'),
    },
    examples: [
      "!!config.set key:city value:Ghent\n!!config.get key:city into:city\n!!play.echo content:'Hello {city}'",
    ],
    async run({ key: name, default: fallback, into }, { session, say }) {
      const value = (await session.configDb().get(name)) ?? fallback;
      if (value === undefined) {
        throw new HeroError('PLAY_NOT_SET', `the configuration has no key ${show(name)}`, {
          hint: 'set it, or give a `default`',
        });
      }
      if (into === undefined) say(value);
      else session.params.set(into, value);
      return { value };
    },
  },
  delete: {
    summary: 'Removes a key; one that is not there is no error.',
    params: { key },
    examples: ['!!config.delete key:city'],
    async run({ key: name }, { session }) {
      await session.configDb().delete(name);
    },
  },
  list: {
    summary: 'Says the keys that start with a prefix.',
    params: { prefix: p.text().default('') },
    examples: ['!!config.list prefix:mail.'],
    async run({ prefix }, { session, say }) {
      for (const name of await session.configDb().keys(prefix)) say(name);
    },
  },
});
