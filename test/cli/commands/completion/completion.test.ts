import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { hero, results, useWorld, write } from '../../../support/cli.ts';
import { buildCommand, shell } from '../../../support/command.ts';

useWorld();
const bin = buildCommand();

const has = (program: string) => spawnSync(program, ['-c', 'exit 0']).status === 0;

/** Whether a shell is there; a test of one that is not is named as skipped. */
function installed(program: string): boolean {
  if (has(program)) return true;
  console.log(`skipped: needs ${program}`);
  return false;
}

describe('hero completion', () => {
  it.each(['bash', 'zsh', 'fish'])('prints a script for %s that knows nothing by itself', async name => {
    const script = await results('completion', name);
    expect(script).toContain('hero __complete ');
    expect(script).not.toMatch(/config|session|--json/);
  });

  it.each([
    [['tcsh'], 'expected one of `bash`, `zsh`, `fish`, but found `tcsh`'],
    [['__proto__'], 'expected one of `bash`, `zsh`, `fish`, but found `__proto__`'],
    [[], 'missing required argument `shell`'],
  ])('%j is wrong', async (words, message) => {
    const { code, out, err } = await hero(['completion', ...words]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`error[CLI_USAGE]: ${message}\n`);
  });
});

describe.runIf(installed('bash'))('in bash', () => {
  /** What is offered for the last of some words. */
  async function offered(...words: string[]): Promise<string[]> {
    const quoted = words.map(word => `'${word}'`).join(' ');
    const script = `set -eu
source <(hero completion bash)
COMP_WORDS=(hero ${quoted})
COMP_CWORD=${words.length}
_hero
printf '%s\\n' "\${COMPREPLY[@]-}"`;
    const { code, out, err } = await shell(bin, script);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return out.split('\n').filter(Boolean);
  }

  it('completes commands, options and names', async () => {
    await results(
      'run',
      '-q',
      '-t',
      '!!config.set key:a value:1',
      '--context',
      'ops',
      '--session',
      'nightly',
    );
    expect(await offered('conf')).toEqual(['config']);
    expect(await offered('config', '')).toEqual(['get', 'set', 'list', 'rm']);
    expect(await offered('run', '--se')).toEqual(['--session', '--set']);
    expect(await offered('show', '--context', '=', 'ops', 'n')).toEqual(['nightly']);
    expect(await offered('actors', 'exec.')).toEqual(['exec.run']);
  });

  it('is asked for by the name `hero`, and completes files where there is nothing else', async () => {
    write('deploy.hero', '');
    expect(await offered('run', 'dep')).toEqual([]);
    const { out } = await shell(bin, 'source <(hero completion bash); complete -p hero');
    expect(out).toBe('complete -o bashdefault -o default -F _hero hero\n');
  });
});

describe.runIf(installed('zsh'))('in zsh', () => {
  it('is read without an error, and completes `hero`', async () => {
    const script =
      "zsh -fc 'autoload -Uz compinit && compinit -D; source <(hero completion zsh); echo $_comps[hero]'";
    expect(await shell(bin, script)).toEqual({ code: 0, out: '_hero\n', err: '' });
  });
});

describe.runIf(installed('fish'))('in fish', () => {
  it('completes commands', async () => {
    const script = `fish -c 'hero completion fish | source; complete -C "hero conf"'`;
    expect(await shell(bin, script)).toEqual({ code: 0, out: 'config\n', err: '' });
  });
});
