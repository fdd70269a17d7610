import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hero, results, useWorld } from '../../../support/cli.ts';

useWorld();

const missing = (key: string) => ({
  code: 1,
  out: '',
  err: `error[PLAY_NOT_SET]: the configuration has no key \`${key}\`\n  hint: see \`hero config list\`\n`,
});

describe('hero config', () => {
  it('keeps values under keys and gives them back', async () => {
    expect(await hero(['config', 'set', 'mail.from', 'Ada <ada@example.org>'])).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    expect(await results('config', 'get', 'mail.from')).toBe('Ada <ada@example.org>\n');
    expect(await results('config', 'set', 'mail.from', '')).toBe('');
    expect(await results('config', 'get', 'mail.from')).toBe('\n');
  });

  it('shares them with scripts', async () => {
    await results('config', 'set', 'city', 'Ghent', '-c', 'ops');
    expect(await results('run', '-c', 'ops', '-t', '!!config.get key:city')).toBe('Ghent\n');
  });

  it('reads a value from standard input, without its last newline', async () => {
    await hero(['config', 'set', 'letter', '-'], { input: 'Dear all,\n\nhello\n' });
    expect(await results('config', 'get', 'letter')).toBe('Dear all,\n\nhello\n');
  });

  it('refuses input that is not text', async () => {
    const input = new Uint8Array([97, 98, 0xff, 99]);
    expect(await hero(['config', 'set', 'letter', '-'], { input })).toEqual({
      code: 2,
      out: '',
      err: 'error[SCRIPT_NOT_UTF8]: stdin is not UTF-8 text: the byte at offset 2 is invalid\n  hint: save the file as UTF-8\n',
    });
    expect(await results('config', 'list')).toBe('');
  });

  it('lists keys, sorted, those that start with a prefix', async () => {
    for (const key of ['b', 'mail.to', 'mail.from', 'über']) await results('config', 'set', key, '1');
    expect(await results('config', 'list')).toBe('b\nmail.from\nmail.to\nüber\n');
    expect(await results('config', 'list', 'mail.')).toBe('mail.from\nmail.to\n');
    expect(await results('config', 'list', 'none')).toBe('');
  });

  it('spells out keys that would steer the terminal', async () => {
    await results('config', 'set', 'a\u001b[2J', '1');
    expect(await results('config', 'list')).toBe('a\\u{1B}[2J\n');
  });

  it('removes a key', async () => {
    await results('config', 'set', 'a', '1');
    expect(await hero(['config', 'rm', 'a'])).toEqual({ code: 0, out: '', err: '' });
    expect(await results('config', 'list')).toBe('');
  });

  it('a key that is not there', async () => {
    expect(await hero(['config', 'get', 'a'])).toEqual(missing('a'));
    expect(await hero(['config', 'rm', 'a'])).toEqual(missing('a'));
  });

  it('looking makes nothing', async () => {
    await hero(['config', 'get', 'a']);
    await hero(['config', 'list', '-c', 'ops']);
    expect(existsSync('hero-home')).toBe(false);
  });
});
