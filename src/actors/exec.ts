import { type ActionPlan, p } from '../action/index.ts';
import { HeroError, show } from '../base/index.ts';
import { type ActionContext, defineActor } from '../play/index.ts';

/** Programs of the machine. */
export const exec = defineActor('exec', {
  run: {
    summary: 'Runs a program with a list of arguments. No shell reads them, unless one is named.',
    params: {
      cmd: p.text().describe('the program; with `shell` the whole command line'),
      args: p.list().default([]).describe('its arguments'),
      dir: p.path().optional().describe('where it runs; default: where the script stands'),
      shell: p.choice('sh', 'bash', 'zsh').optional().describe('the shell that reads `cmd`'),
      env: p.list().default([]).describe('names of the session that its environment gets, with their values'),
      stdin: p.text().optional().describe('what it reads from its standard input'),
      quiet: p.bool().default(false).describe('whether to hide what it prints'),
    },
    examples: [
      "!!exec.run cmd:node args:'-p','1 + 1'",
      "!!exec.run shell:sh cmd:'echo one; echo two'",
      "!!session.env_set key:TOKEN val:'only for its eyes'\n!!exec.run shell:sh cmd:'test -n \"$TOKEN\"' env:TOKEN",
    ],
    plan: ({ cmd, args }): ActionPlan => ({
      changes: [{ kind: 'run', what: [cmd, ...args].join(' ') }],
      unknown: ['what else the program changes'],
    }),
    async run({ cmd, args, dir, shell, env, stdin, quiet }, actionContext) {
      const { session, action, signal, output } = actionContext;
      refuseSecrets([cmd, ...args], actionContext);
      const { runChecked } = await import('../sys/process.ts');
      const cwd = dir ?? session.environment(action).places.base;
      const pass = quiet ? {} : { onOutput: output };
      const input = stdin === undefined ? {} : { input: stdin };
      const [program, words] = shell === undefined ? [cmd, args] : [shell, ['-c', cmd, shell, ...args]];
      const options = { cwd, signal, env: environment(env, actionContext), ...input, ...pass };
      const { stdout } = await runChecked(program, words, options);
      return { stdout: stdout.trimEnd() };
    },
  },
});

/** Everybody on the machine can read the arguments of a program. */
function refuseSecrets(words: readonly string[], { session }: ActionContext): void {
  if (words.every(word => session.mask(word) === word)) return;
  throw new HeroError('ACTOR_SECRET_IN_ARGUMENTS', 'a secret stands in the command line of a program', {
    hint: 'hand it over in the environment with `env:`, or as `stdin:`',
  });
}

function environment(names: readonly string[], { session }: ActionContext): Record<string, string> {
  return Object.fromEntries(names.map(name => [name, wanted(name, session)]));
}

function wanted(name: string, session: ActionContext['session']): string {
  const value = session.valueOf(name);
  if (value !== undefined) return value;
  throw new HeroError('PLAY_NOT_SET', `expected a value under the name ${show(name)}, but nothing sets it`, {
    hint: `set it with \`!!session.env_set key:${name} val:…\`, or with \`--set\``,
  });
}
