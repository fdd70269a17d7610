import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check, Registry } from '../../../src/action/index.ts';
import {
  type Code,
  type Diagnostic,
  type HeroError,
  isHeroError,
  Mask,
  Source,
} from '../../../src/base/index.ts';
import { reportError } from '../../../src/cli/errors.ts';
import * as heroplay from '../../../src/index.ts';
import { encodeRecord } from '../../../src/params/index.ts';
import * as script from '../../../src/script/index.ts';
import { Lock } from '../../../src/sys/lock.ts';
import { runProcess } from '../../../src/sys/process.ts';
import { commit, makeUpstream } from '../../git/upstream.ts';
import { hero, write } from '../../support/cli.ts';
import { shell } from '../../support/command.ts';
import { draw } from '../../support/draw.ts';

/** All codes that an example raised, and how a person is told. */
export interface Raised {
  readonly codes: readonly string[];
  readonly rendered: string;
}

/** An entry of docs/errors.md. What the page shows as `bad` is what `raise` runs, in the working directory. */
export interface Example {
  readonly bad: string;
  readonly language: 'hero' | 'js' | 'sh';
  /** One sentence: what to write instead. */
  readonly repair: string;
  /** `bin` is a folder that holds the command. */
  raise(bin: string): Promise<Raised>;
}

export type Examples = Readonly<Partial<Record<Code, Example>>>;

/** A script that is only read. */
export function read(bad: string, repair: string): Example {
  const raise = async () => told(script.parse(new Source(`${bad}\n`, 'script.hero')).diagnostics);
  return { bad, language: 'hero', repair, raise };
}

/** A script that `hero check` looks at. */
export function checked(bad: string, repair: string): Example {
  return { bad, language: 'hero', repair, raise: () => commandOn(bad, 'check') };
}

/** A script that `hero run` plays. */
export function played(bad: string, repair: string): Example {
  return { bad, language: 'hero', repair, raise: () => commandOn(bad, 'run') };
}

/** A script that is played from the repository that it stands in. */
export function remote(bad: string, repair: string): Example {
  const raise = async () => {
    commit(join(process.cwd(), 'ada/kit'), { 'script.hero': `${bad}\n` });
    return printed(await hero(['run', '-u', 'https://git.example/ada/kit'], { width }));
  };
  return { bad, language: 'hero', repair, raise };
}

/** Lines for a shell, with the command in its PATH. */
export function typed(bad: string, repair: string): Example {
  return { bad, language: 'sh', repair, raise: async bin => printed(await shell(bin, bad)) };
}

/** A program that throws, or returns diagnostics. */
export function called(bad: string, repair: string): Example {
  const raise = async () => {
    const program = new AsyncFunction(...Object.keys(scope), bad);
    try {
      const result = await program(...Object.values(scope));
      return told(Array.isArray(result) ? result : []);
    } catch (error) {
      if (isHeroError(error)) return reported(error);
      throw error;
    }
  };
  return { bad, language: 'js', repair, raise };
}

/** The repository `https://git.example/ada/kit`, as the environment makes git see it. */
export function makeLibrary(folder: string): void {
  makeUpstream(join(folder, 'ada/kit'));
}

const width = 100;

/** What programs of the page have at hand. */
const scope: Readonly<Record<string, unknown>> = {
  ...script,
  ...heroplay,
  check,
  encodeRecord,
  Lock,
  Registry,
  runProcess,
  mkdir,
  truncate,
  writeFile,
};

const AsyncFunction = (async () => undefined).constructor as new (
  ...parts: string[]
) => (...values: unknown[]) => Promise<unknown>;

async function commandOn(text: string, command: 'check' | 'run'): Promise<Raised> {
  write('script.hero', `${text}\n`);
  return printed(await hero([command, 'script.hero'], { width }));
}

function told(diagnostics: readonly Diagnostic[]): Raised {
  const rendered = diagnostics.map(diagnostic => draw(diagnostic)).join('\n');
  return { codes: diagnostics.map(({ code }) => code), rendered };
}

/** The errors that a command printed, from the first on. */
function printed({ out, err }: { out: string; err: string }): Raised {
  const text = [err, out].find(each => /^(error|warning)\[/m.test(each)) ?? '';
  const rendered = text.slice(text.search(/^(error|warning)\[/m)).trimEnd();
  return {
    codes: [...rendered.matchAll(/^(?:error|warning)\[(\w+)\]/gm)].map(([, code = '']) => code),
    rendered,
  };
}

/** An error as `hero` tells it; one that only holds others is named in front of them. */
async function reported(error: HeroError): Promise<Raised> {
  let report = '';
  const err = (text: string) => {
    report += text;
  };
  const io = { out: err, err, readInput: async () => Buffer.of(), env: {}, isTerminal: false, color: false };
  await reportError(error, { ...io, width, signal: new AbortController().signal }, new Mask());
  const { code, message } = error;
  const head = report.includes(`[${code}]`) ? '' : `${draw({ code, severity: 'error', message })}\n`;
  return { codes: [code], rendered: (head + report).trimEnd() };
}
