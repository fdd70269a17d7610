import type { Command } from 'commander';
import { renderDiagnostic, visible } from '../base/index.ts';
import { Filter, loadScripts, PlayBook, sessionPriorities } from '../play/index.ts';
import { parse } from '../script/index.ts';
import type { Io } from './io.ts';
import { exitCodes } from './report.ts';
import { Reported } from './run-command.ts';

/** Adds `hero find`. */
export function addFindCommand(program: Command, io: Io): void {
  program
    .command('find')
    .description('list the actions of scripts that match a filter, in the order of play; runs nothing')
    .argument('<filter>', 'e.g. git.*, or site.define,site.page')
    .argument('[path]', 'a file or folder', '.')
    .option('--json', 'print one JSON object a line')
    .addHelpText('after', "\nExamples:\n  hero find 'git.*' deploy.hero\n  hero find site. docs/")
    .action((filter: string, path: string, options: { json?: boolean }) =>
      find(filter, path, options.json ?? false, io),
    );
}

async function find(filter: string, path: string, json: boolean, io: Io): Promise<void> {
  const playbook = new PlayBook(sessionPriorities);
  let broken = 0;
  for (const { source } of await loadScripts(path)) {
    const errors = parse(source).diagnostics.filter(({ severity }) => severity === 'error');
    for (const error of errors) io.err(`${renderDiagnostic(error, { color: io.color, width: io.width })}\n`);
    if (errors.length === 0) playbook.add(source);
    else broken++;
  }
  for (const action of playbook.find({ filter: new Filter(filter).text })) {
    const { fullName: name, place } = action;
    const found = json
      ? JSON.stringify({
          name,
          place,
          params: Object.fromEntries(action.params.toMap()),
          args: action.params.args,
        })
      : `${visible(place)}: ${action.heroscript()}`;
    io.out(`${found}\n`);
  }
  if (broken > 0) throw new Reported(exitCodes.wrong);
}
