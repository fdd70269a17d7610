import { p } from '../action/index.ts';
import { defineActor } from '../play/index.ts';

/** Programs of the machine. */
export const exec = defineActor('exec', {
  run: {
    summary: 'Runs a program with a list of arguments. No shell reads them, unless one is named.',
    params: {
      cmd: p.text().describe('the program; with `shell` the whole command line'),
      args: p.list().default([]).describe('its arguments'),
      dir: p.path().optional().describe('where it runs; default: where the script stands'),
      shell: p.choice('sh', 'bash', 'zsh').optional().describe('the shell that reads `cmd`'),
      quiet: p.bool().default(false).describe('whether to hide what it prints'),
    },
    examples: ["!!exec.run cmd:node args:'-p','1 + 1'", "!!exec.run shell:sh cmd:'echo one; echo two'"],
    async run({ cmd, args, dir, shell, quiet }, { session, action, signal, output }) {
      const { runChecked } = await import('../sys/process.ts');
      const cwd = dir ?? session.environment(action).places.base;
      const pass = quiet ? {} : { onOutput: output };
      const [program, words] = shell === undefined ? [cmd, args] : [shell, ['-c', cmd, shell, ...args]];
      const { stdout } = await runChecked(program, words, { cwd, signal, ...pass });
      return { stdout: stdout.trimEnd() };
    },
  },
});
