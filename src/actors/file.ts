import { copyFile, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type ActionPlan, folderMark, type Observer, p } from '../action/index.ts';
import { HeroError, show } from '../base/index.ts';
import { defineActor } from '../play/index.ts';
import { readForPlan } from './file-plan.ts';

const overwrite = p.bool().default(true).describe('replace an existing file');

/** Files and folders. Relative paths start at the folder of the script. */
export const file = defineActor('file', {
  write: {
    summary: 'Writes text to a file, and makes the folders above it.',
    params: { path: p.path().describe('the file'), content: p.text().describe('the text'), overwrite },
    effect: 'idempotent',
    examples: ["!!file.write path:notes/hello.txt content:'Hello'"],
    plan: ({ path, content, overwrite: replace }, world) => planText(world, path, asText(content), replace),
    async run({ path, content, overwrite: replace }) {
      if (!replace) await refuseExisting(path);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, asText(content));
    },
  },
  copy: {
    summary: 'Copies a file, and makes the folders above the copy.',
    params: { from: p.path().describe('the file'), to: p.path().describe('the copy'), overwrite },
    effect: 'idempotent',
    examples: ["!!file.write path:a.txt content:'Hello'\n!!file.copy from:a.txt to:copies/b.txt"],
    async plan({ from, to, overwrite: replace }, world) {
      const text = await world.observe(from, () => readForPlan(from));
      if (text !== undefined) return planText(world, to, text, replace);
      return { changes: [], unknown: [`the text of ${from}, which does not exist yet`] };
    },
    async run({ from, to, overwrite: replace }) {
      if (!(await exists(from)))
        throw new HeroError('ACTOR_FILE_NOT_FOUND', `there is no file ${show(from)}`);
      if (!replace) await refuseExisting(to);
      await mkdir(dirname(to), { recursive: true });
      await copyFile(from, to);
    },
  },
  delete: {
    summary: 'Removes a file, or a folder when `recursive` is set; a missing one is not an error.',
    params: { path: p.path().describe('the file'), recursive: p.bool().default(false) },
    effect: 'idempotent',
    examples: ["!!file.write path:a.txt content:'Hello'\n!!file.delete path:a.txt"],
    async plan({ path }, world) {
      const before = await world.observe(path, () => readForPlan(path));
      if (before === undefined) return { changes: [] };
      return { changes: [{ kind: 'remove', what: path, ...(before !== folderMark && { before }) }] };
    },
    async run({ path, recursive }) {
      await rm(path, { recursive, force: true });
    },
  },
  mkdir: {
    summary: 'Makes a folder and those above it; an existing one is not an error.',
    params: { path: p.path().describe('the folder') },
    effect: 'idempotent',
    examples: ['!!file.mkdir path:out/reports'],
    async plan({ path }, world) {
      const before = await world.observe(path, () => readForPlan(path));
      if (before === folderMark) return { changes: [] };
      return { changes: [{ kind: 'create', what: path, after: folderMark }] };
    },
    async run({ path }) {
      await mkdir(path, { recursive: true });
    },
  },
});

function asText(content: string): string {
  return content.endsWith('\n') ? content : `${content}\n`;
}

/** The changes that writing a text would make. */
async function planText(world: Observer, path: string, after: string, replace: boolean): Promise<ActionPlan> {
  const before = await world.observe(path, () => readForPlan(path));
  if (before === undefined) return { changes: [{ kind: 'create', what: path, after }] };
  if (!replace) return { changes: [], unknown: [`${path} may still exist then, and may not be replaced`] };
  return { changes: before === after ? [] : [{ kind: 'change', what: path, before, after }] };
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function refuseExisting(path: string): Promise<void> {
  if (!(await exists(path))) return;
  throw new HeroError('ACTOR_FILE_EXISTS', `the file ${show(path)} exists`, {
    hint: 'set `overwrite` to replace it',
  });
}
