/**
 * A module that plays the `gittools.*` actions of a playbook by itself: it loops over them, reads their params and
 * marks them done. Here it lists the checkouts below the coderoot, all of them or those of one repository.
 *
 *     npx esbuild examples/play-git.ts --format=esm | node --input-type=module - [SCRIPT]
 */
import { type Module, newSession, type Session } from 'heroplay';

async function play(session: Session): Promise<void> {
  for (const action of session.playbook.find({ filter: 'gittools.*' })) {
    const repo = action.params.getDefault('repo', '');
    console.log(repo === '' ? 'all checkouts:' : `checkouts of ${repo}:`);
    for (const { provider, account, name } of await session.context.code.list({ name: repo }))
      console.log(`  ${provider}/${account}/${name}`);
    action.done = true;
  }
}

const git: Module = { name: 'list of checkouts', filter: 'gittools.*', play };
const text = `
!!session.env_set key:REPO val:heroplay
!!gittools.list
!!gittools.list repo:'{REPO}'
`;

const path = process.argv[2];
const source = path === undefined ? { playbookText: text } : { playbookPath: path };
const session = await newSession({ ...source, interactive: false, actors: [git] });
await session.run();
console.log(`\nthis session as a script:\n${session.heroscript()}`);
