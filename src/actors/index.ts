import type { Actor } from '../action/index.ts';
import type { ActionContext } from '../play/index.ts';
import { config } from './config.ts';
import { context } from './context.ts';
import { core } from './core.ts';
import { exec } from './exec.ts';
import { file } from './file.ts';
import { git, gittools } from './git.ts';
import { play } from './play.ts';
import { session } from './session.ts';

/** The actors that every session has. */
export const builtins: readonly Actor<ActionContext>[] = [
  core,
  context,
  session,
  play,
  git,
  gittools,
  config,
  exec,
  file,
];
