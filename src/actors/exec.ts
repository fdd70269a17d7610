import { type ActionPlan, p } from '../action/index.ts';
import { HeroError, show } from '../base/index.ts';
import { type ActionContext, defineActor } from '../play/index.ts';

/** Runs programs of the machine. */
export const exec = defineActor('exec', {
  run: {
    summary: 'Runs a program with a list of arguments, without a shell unless `shell` is set.',
    params: {
      cmd: p.text().describe('the program; with `shell` the whole command line'),
      args: p.list().default([]).describe('its arguments'),
      dir: p.path().optional().describe('its working directory; default: the folder of the script'),
      shell: p.choice('sh', 'bash', 'zsh').optional().describe('the shell that reads `cmd`'),
      env: p.list().default([]).describe('names of the session to add to its environment, with their values'),
      stdin: p.text().optional().describe('its standard input'),
      quiet: p.bool().default(false).describe('hide its output'),
    },
    examples: [
      "!!exec.run cmd:node args:'-p','1 + 1'",
      "!!exec.run shell:sh cmd:'echo one; echo two'",
      "!!session.env_set key:TOKEN val:'only for its eyes'\n!!exec.run shell:sh cmd:'test -n \"$TOKEN\"' env:TOKEN",
    ],
    plan: ({ cmd, args }): ActionPlan => ({
      changes: [{ kind: 'run', what: [cmd, ...args].join(' ') }],
      unknown: ['other changes of the program'],
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

/** Refuses secrets in the arguments of a program, which every user of the machine can read. */
function refuseSecrets(words: readonly string[], { session }: ActionContext): void {
  if (words.every(word => session.mask(word) === word)) return;
  throw new HeroError('ACTOR_SECRET_IN_ARGUMENTS', 'a secret is in the command line of a program', {
    hint: 'pass it in the environment with `env:`, or as `stdin:`',
  });
}

function environment(names: readonly string[], { session }: ActionContext): Record<string, string> {
  return Object.fromEntries(names.map(name => [name, wanted(name, session)]));
}

function wanted(name: string, session: ActionContext['session']): string {
  const value = session.valueOf(name);
  if (value !== undefined) return value;
  throw new HeroError('PLAY_NOT_SET', `expected a value under the name ${show(name)}, but found none`, {
    hint: `set it with \`!!session.env_set key:${name} val:…\`, or with \`--set\``,
  });
}
