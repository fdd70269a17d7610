import { describe, expect, test } from 'vitest';
import { p } from '../../../src/action/index.ts';
import { Mask } from '../../../src/base/index.ts';
import { ActionKeys } from '../../../src/play/playbook/action-keys.ts';
import type { Origin } from '../../../src/play/playbook/origin.ts';
import { PlayBook } from '../../../src/play/playbook/playbook.ts';

const local: Origin = { folder: '/s', chain: ['/s/a.hero'] };

/** The keys of the actions of a text. */
function keysOf(text: string, origin: Origin = local, mask = new Mask(), shape = {}): string[] {
  const keys = new ActionKeys();
  return new PlayBook().add(text, { origin }).map(action => keys.keyOf(action, shape, mask));
}

const keyOf = (text: string, origin?: Origin): string => keysOf(text, origin)[0] ?? '';

describe('the key of an action', () => {
  test('ignores comments, layout, the order of params and the execution policy', () => {
    const plain = keyOf('!!git.clone url:x depth:1');
    expect(keyOf('// why\n!!git.clone\n    depth: 1 // few\n    url: x')).toBe(plain);
    expect(keyOf("!!git.clone url:'x' depth:1 play.retries:3 play.on_error:continue")).toBe(plain);
  });

  test('differs by name, values, arguments, kind and file', () => {
    const texts = ['!!a.b x:1', '!!a.c x:1', '!!a.b x:2', '!!a.b x:1 y', '!a.b x:1'];
    const keys = texts.map(text => keyOf(text));
    keys.push(keyOf('!!a.b x:1', { folder: '/s', chain: ['/s/b.hero'] }));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('numbers equal actions in their order', () => {
    const [first = '', second = '', third = ''] = keysOf('!!a.b x:1\n!!a.b x:1\n!!a.b x:2');
    expect(first.slice(0, 16)).toBe(second.slice(0, 16));
    expect([first.slice(16), second.slice(16), third.slice(16)]).toEqual(['-1', '-2', '-1']);
  });

  test('holds no secret: neither a secret param nor user info of a URL changes it', () => {
    expect(keysOf('!!a.b key:k token:one', local, new Mask(), { token: p.secret() })).toEqual(
      keysOf('!!a.b key:k token:two', local, new Mask(), { token: p.secret() }),
    );
    expect(keyOf("!!a.b url:'https://ada:one@host/a'")).toBe(keyOf("!!a.b url:'https://ada:two@host/a'"));
  });

  test('of a repository is made of the URL and the path in it, not of the place of the checkout', () => {
    const at = (root: string): Origin => ({
      folder: root,
      chain: [`${root}/deploy/a.hero`],
      remote: { url: 'https://host/acc/name', root },
    });
    expect(keyOf('!!a.b x:1', at('/home/ada/code/name'))).toBe(keyOf('!!a.b x:1', at('/srv/name')));
  });

  test('of a text is the same with and without its secrets, as it is kept without them', () => {
    const text: Origin = { folder: '/s', chain: [] };
    const mask = new Mask(['hunter2-hunter2']);
    expect(keysOf("!!a.b say:'it is hunter2-hunter2'", text, mask)).toEqual(
      keysOf("!!a.b say:'it is [secret]'", text, mask),
    );
  });
});
