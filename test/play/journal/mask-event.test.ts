import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { Mask } from '../../../src/base/index.ts';
import { defineActor, newSession, p } from '../../../src/index.ts';
import type { EventBody } from '../../../src/play/journal/event.ts';
import { withoutSecrets } from '../../../src/play/journal/mask-event.ts';
import { failure, folderWith, isolate } from '../world.ts';

isolate();

const ref = { number: 1, name: 'file.write', key: '1234abcd', place: 'a:1:1', text: 'file' };

test.each<[EventBody, EventBody]>([
  [
    { type: 'done', action: ref, seconds: 1, result: { name: 'done', key: 'file' }, set: { id: '1234' } },
    {
      type: 'done',
      action: { ...ref, text: '[secret]' },
      seconds: 1,
      result: { name: '[secret]', key: '[secret]' },
      set: { id: '[secret]' },
    },
  ],
  [
    { type: 'failed', action: ref, seconds: 1, ignored: false, error: { code: 'done', message: 'no file' } },
    {
      type: 'failed',
      action: { ...ref, text: '[secret]' },
      seconds: 1,
      ignored: false,
      error: { code: 'done', message: 'no [secret]' },
    },
  ],
  [
    { type: 'planned', actions: 1, keys: ['1234'] },
    { type: 'planned', actions: 1, keys: ['1234'] },
  ],
  [
    { type: 'answered', id: 'file', answer: 'file', from: 'set' },
    { type: 'answered', id: 'file', answer: '[secret]', from: 'set' },
  ],
  [
    {
      type: 'added',
      scripts: [
        {
          name: 'a',
          text: 'say 1234',
          prio: 1,
          folder: '/file',
          remote: { url: 'https://1234@h', root: '/file' },
        },
      ],
    },
    {
      type: 'added',
      scripts: [
        {
          name: 'a',
          text: 'say [secret]',
          prio: 1,
          folder: '/file',
          remote: { url: 'https://***@h', root: '/file' },
        },
      ],
    },
  ],
])('what an event is made of stays, whatever is secret: %j', (event, plain) => {
  expect(withoutSecrets(event, new Mask(['done', 'file', '1234']))).toEqual(plain);
});

let home: string;
let played: string[];

beforeEach(() => {
  home = folderWith({});
  played = [];
});

const actor = defineActor('a', {
  login: {
    summary: 'Logs in.',
    params: { word: p.secret() },
    run: ({ word }) => {
      played.push(word.reveal());
      return { word: word.reveal() };
    },
  },
  fail: {
    summary: 'Fails the first time.',
    params: {},
    effect: 'idempotent',
    run: () => {
      played.push('fail');
      if (played.length === 2) throw new Error('no luck');
    },
  },
});

test.each(['done', 'started', 'a.login', 'once', 'failed', '0123'])(
  'a journal with the secret %s is one to go on with',
  async word => {
    const path = join(home, 'a.hero');
    writeFileSync(path, '!!a.login\n!!a.fail\n');
    const args = { home, sessionName: 'nightly', actors: [actor], answers: { 'a.login.word': word } };
    const first = await newSession({ ...args, playbookPath: path });
    await failure(() => first.run());
    const next = await newSession({ ...args, resume: true });
    await next.run({ resume: true });
    expect(played).toEqual([word, 'fail', 'fail']);
    const journal = readFileSync(join(next.path, 'journal.jsonl'), 'utf8');
    expect(journal).toContain('"result":{"word":"[secret]"}');
  },
);
