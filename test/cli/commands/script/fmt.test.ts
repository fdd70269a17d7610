import { chmodSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hero, useWorld, write } from '../../../support/cli.ts';

const world = useWorld();
const read = (name: string) => readFileSync(join(world.folder, name), 'utf8');

const loose = '# T\n!!play.echo   content: "Hi"\n';
const tidy = '# T\n!!play.echo content:Hi\n';

describe('hero fmt', () => {
  it('writes what changes, names it, and has nothing to do a second time', async () => {
    write('docs/a.md', loose);
    write('docs/b.hero', tidy);
    expect(await hero(['fmt', 'docs'])).toEqual({ code: 0, out: 'docs/a.md\n', err: '' });
    expect(read('docs/a.md')).toBe(tidy);
    expect(await hero(['fmt', 'docs'])).toEqual({ code: 0, out: '', err: '' });
  });

  it('keeps the mode of a file, and a link to it', async () => {
    write('a.hero', loose);
    chmodSync(join(world.folder, 'a.hero'), 0o755);
    symlinkSync('a.hero', join(world.folder, 'b.hero'));
    await hero(['fmt', 'b.hero']);
    expect(read('a.hero')).toBe(tidy);
    expect(statSync(join(world.folder, 'a.hero')).mode & 0o777).toBe(0o755);
  });

  it('with --check changes nothing and ends with 2 when something would change', async () => {
    write('a.hero', loose);
    expect(await hero(['fmt', '--check', 'a.hero'])).toEqual({ code: 2, out: 'a.hero\n', err: '' });
    expect(read('a.hero')).toBe(loose);
    write('a.hero', tidy);
    expect((await hero(['fmt', '--check', 'a.hero'])).code).toBe(0);
  });

  it('with --diff shows what would change', async () => {
    write('a.hero', loose);
    const { code, out } = await hero(['fmt', '--diff', 'a.hero']);
    expect(code).toBe(2);
    expect(out).toContain('-!!play.echo   content: "Hi"\n+!!play.echo content:Hi\n');
    expect(read('a.hero')).toBe(loose);
  });

  it('goes from standard input to standard output', async () => {
    expect(await hero(['fmt', '-'], { input: loose })).toEqual({ code: 0, out: tidy, err: '' });
  });

  it('leaves a file with errors alone, names it, and goes on with the others', async () => {
    write('bad.hero', "!!a.b   k:'open\n");
    write('good.hero', loose);
    const { code, out, err } = await hero(['fmt', 'bad.hero', 'good.hero']);
    expect(code).toBe(2);
    expect(out).toBe('good.hero\n');
    expect(err).toContain('error[SCRIPT_UNCLOSED_QUOTE]');
    expect(err).toMatch(/unchanged: bad\.hero\n$/);
    expect(read('bad.hero')).toBe("!!a.b   k:'open\n");
  });
});
