import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codes } from '../../src/base/index.ts';
import { exitCodes } from '../../src/cli/errors.ts';
import { hero, useWorld, write } from '../support/cli.ts';
import { buildCommand, shell } from '../support/command.ts';

const page = readFileSync(new URL('../../docs/command.md', import.meta.url), 'utf8');

useWorld();
const bin = buildCommand();

/** The files that the page shows: a name in backticks and a colon, then a block. */
function files(): [string, string][] {
  return [...page.matchAll(/^`(\S+)`:\n\n```hero\n(.*?)^```$/gms)].map(([, name = '', text = '']) => [
    name,
    text,
  ]);
}

/** The commands of the page that start with `$ hero`, each with what the page says it prints. */
function commands(): { command: string; output: string }[] {
  return [...page.matchAll(/^```console\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map(text => {
        const end = text.indexOf('\n');
        return { command: text.slice(0, end), output: text.slice(end + 1) };
      }),
  );
}

/** Times differ from run to run. */
function timeless(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'TIME')
    .replace(/"seconds":[\d.]+/g, '"seconds":N')
    .replace(/"id":"[0-9a-f-]{36}"/g, '"id":"ID"');
}

describe('docs/command.md', () => {
  it('shows commands as they are printed', async () => {
    expect(files().length).toBeGreaterThan(0);
    for (const [name, text] of files()) write(name, text);
    const shown = commands();
    expect(shown.length).toBeGreaterThan(10);
    for (const { command, output } of shown) {
      expect(command).toMatch(/^(hero|echo) /);
      const { out } = await shell(bin, `exec 2>&1\n${command}`);
      expect(`${command}\n${timeless(out)}`).toBe(`${command}\n${timeless(output)}`);
    }
  });

  it('names every option of every command', async () => {
    for (const words of [
      ['run'],
      ['plan'],
      ['apply'],
      ['resume'],
      ['session', 'show'],
      ['session', 'log'],
      ['session', 'report'],
      ['check'],
      ['fmt'],
      ['find'],
      ['actors'],
      ['show'],
      ['config', 'get'],
      ['secret', 'set'],
      ['secret', 'get'],
      ['git', 'clone'],
    ]) {
      const { out } = await hero([...words, '--help']);
      const options = out.match(/--[a-z-]+/g) ?? [];
      expect(options.length).toBeGreaterThan(1);
      for (const option of new Set(options)) expect(page).toContain(option);
    }
  });

  it('has every exit code once', () => {
    const table = page.slice(page.indexOf('## Exit codes'));
    const listed = [...table.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect(listed).toEqual(Object.values(exitCodes));
  });

  it('names only errors that there are', () => {
    for (const [, code = ''] of page.matchAll(/\[([A-Z]+_[A-Z_]+)\]/g)) expect(codes).toHaveProperty(code);
  });
});
