import { copyFile, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { p } from '../action/index.ts';
import { HeroError, show } from '../base/index.ts';
import { defineActor } from '../play/index.ts';

const overwrite = p.bool().default(true).describe('whether a file that is there is replaced');

/** Files and folders. Relative paths start where the script stands. */
export const file = defineActor('file', {
  write: {
    summary: 'Writes text to a file; folders above it are made.',
    params: { path: p.path().describe('the file'), content: p.text().describe('the text'), overwrite },
    examples: ["!!file.write path:notes/hello.txt content:'Hello'"],
    async run({ path, content, overwrite: replace }) {
      if (!replace) await refuseExisting(path);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content.endsWith('\n') ? content : `${content}\n`);
    },
  },
  copy: {
    summary: 'Copies a file; folders above the copy are made.',
    params: { from: p.path().describe('the file'), to: p.path().describe('the copy'), overwrite },
    examples: ["!!file.write path:a.txt content:'Hello'\n!!file.copy from:a.txt to:copies/b.txt"],
    async run({ from, to, overwrite: replace }) {
      if (!(await exists(from)))
        throw new HeroError('ACTOR_FILE_NOT_FOUND', `there is no file ${show(from)}`);
      if (!replace) await refuseExisting(to);
      await mkdir(dirname(to), { recursive: true });
      await copyFile(from, to);
    },
  },
  delete: {
    summary: 'Removes a file, or a folder when `recursive` is set; what is not there is no error.',
    params: { path: p.path().describe('the file'), recursive: p.bool().default(false) },
    examples: ["!!file.write path:a.txt content:'Hello'\n!!file.delete path:a.txt"],
    async run({ path, recursive }) {
      await rm(path, { recursive, force: true });
    },
  },
  mkdir: {
    summary: 'Makes a folder and those above it; one that is there is no error.',
    params: { path: p.path().describe('the folder') },
    examples: ['!!file.mkdir path:out/reports'],
    async run({ path }) {
      await mkdir(path, { recursive: true });
    },
  },
});

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function refuseExisting(path: string): Promise<void> {
  if (!(await exists(path))) return;
  throw new HeroError('ACTOR_FILE_EXISTS', `the file ${show(path)} exists`, {
    hint: 'set `overwrite` to replace it',
  });
}
