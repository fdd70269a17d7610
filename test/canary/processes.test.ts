import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { useWorld, write } from '../support/cli.ts';
import { buildCommand, commandEnvironment, shell, startShell } from '../support/command.ts';
import { haveTmux, Terminal } from '../support/terminal.ts';
import { canaries } from './canaries.ts';
import { plant } from './plant.ts';
import { scan, scanFolder } from './scan.ts';

const world = useWorld();
const bin = buildCommand();

/** Answers in the environment, which only the person who runs the command can read. */
const answers = { HERO_ANSWER_PIN: canaries.variable, HERO_ANSWER_GIVEN: canaries.setting };

/** Puts programs in front of those of the machine that write their arguments down first. */
function recordArguments(): { PATH: string; ARGUMENTS: string } {
  const shims = `${world.folder}/shims`;
  for (const name of ['sh', 'git', 'head', 'tail', 'base64', 'cat', 'sleep']) {
    const text = `#!/bin/bash\nprintf '%s\\n' "${name} $*" >> "$ARGUMENTS"\nexec "$(PATH=\${PATH#*:} command -v ${name})" "$@"\n`;
    chmodSync(write(`${shims}/${name}`, text), 0o755);
  }
  return { PATH: `${shims}:${bin}:${process.env.PATH}`, ARGUMENTS: `${world.folder}/arguments.log` };
}

test('no program gets a secret in its arguments', async () => {
  const mine = plant(world.folder, world.home);
  const url = `https://ada:${encodeURIComponent(canaries.userInfo)}@127.0.0.1:1/a/b`;
  const script = `hero run done.hero -v; hero run arguments.hero; hero resume --json; hero git clone '${url}'`;
  const { out, err } = await shell(bin, script, { ...answers, ...recordArguments() });
  expect(err).toContain('ACTOR_SECRET_IN_ARGUMENTS');
  const seen = readFileSync('arguments.log', 'utf8');
  expect(seen).toContain('sh -c printf');
  expect(scan(seen, 'arguments')).toEqual([]);
  expect(scan(out, 'stdout')).toEqual([]);
  expect(scan(err, 'stderr')).toEqual([]);
  expect(scanFolder(world.folder, [...mine, `${world.folder}/arguments.log`])).toEqual([]);
});

test('a run that SIGTERM ends tells no secret', async () => {
  const mine = plant(world.folder, world.home);
  const started = startShell(bin, 'exec hero run waiting.hero --json', answers);
  started.child.stdin.end();
  let printed = '';
  await new Promise<void>(resolve => {
    started.child.stdout.on('data', chunk => {
      printed += chunk;
      if (/"started".*as:slow/.test(printed)) resolve();
    });
  });
  started.child.kill('SIGTERM');
  const { code, out, err } = await started.ended;
  expect(code, err).toBe(130);
  expect([...scan(out, 'stdout'), ...scan(err, 'stderr')]).toEqual([]);
  expect(scanFolder(world.folder, mine)).toEqual([]);
});

describe.skipIf(!haveTmux())('in a terminal', () => {
  // A dumb one says itself that it shows what is typed.
  test('a secret that is typed is not seen', async () => {
    const mine = plant(world.folder, world.home);
    const script =
      "!!play.ask name:pin question:'PIN?' secret:true\n!!mail.send as:said\n!!play.echo content:'pin {pin}'\n";
    write('ask.hero', script);
    const terminal = new Terminal({ env: commandEnvironment(bin), columns: 100 });
    try {
      await terminal.see(/[#$]$/);
      terminal.type(`clear; hero run ask.hero -v; echo "exit $?"`, 'Enter');
      const screens = [await terminal.see('needs `word`')];
      terminal.type(canaries.word);
      screens.push(terminal.screen());
      terminal.type('', 'Enter');
      screens.push(await terminal.see('PIN?'));
      terminal.type(canaries.typed);
      screens.push(terminal.screen());
      terminal.type('', 'Enter');
      screens.push(await terminal.see(/^exit \d+$/m));
      expect(screens.at(-1)).toContain('pin [secret]');
      expect(screens.at(-1)).toContain('exit 0');
      for (const screen of screens) expect(scan(screen, 'screen')).toEqual([]);
    } finally {
      terminal.close();
    }
    const [id] = readdirSync(`${world.home}/contexts/default/sessions`);
    expect(existsSync(`${world.home}/contexts/default/sessions/${id}/journal.jsonl`)).toBe(true);
    expect(scanFolder(world.folder, mine)).toEqual([]);
  });
});
