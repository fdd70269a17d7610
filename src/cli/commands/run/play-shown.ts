import { type Code, HeroError, isHeroError, maskError } from '../../../base/index.ts';
import type { PlayEvent, RunOptions, Session } from '../../../play/index.ts';
import { maskOfError } from '../../error-mask.ts';
import { errorJson, exitCodeOf, Reported, reportError } from '../../errors.ts';
import type { Io } from '../../io.ts';
import type { PlayCommandOptions } from './play-options.ts';
import { type OutputOptions, runOutput } from './run-output.ts';

/** Opens and plays a session, prints its events, and names the command that continues a run that did not end. */
export async function playShown(
  open: () => Promise<Session>,
  play: RunOptions,
  options: PlayCommandOptions & { isNamed?: boolean },
  io: Io,
): Promise<void> {
  const totals = new RunTotals();
  let session: Session | undefined;
  try {
    const opened = await open();
    session = opened;
    session.on(runOutput(io, options, action => opened.subject(action)));
    session.on(event => totals.add(event));
    for (const [key, value] of Object.entries(options.set ?? {})) session.params.set(key, value);
    await session.run({ ...play, signal: io.signal, ...(options.takeOver && { takeOver: true }) });
    if (!options.json && !options.quiet) io.err(`${totals.summary(session, options)}\n`);
  } catch (error) {
    // A session hides its own secrets; before there is one, only the settings are known.
    const mask = maskOfError(error, options.set);
    const shown = forCommand(isHeroError(error) ? maskError(error, mask) : error);
    if (options.json) io.out(`${JSON.stringify({ type: 'error', ...errorJson(shown, io, mask) })}\n`);
    else await reportError(shown, io, mask);
    // A session that was taken over continues in another process.
    if (session && totals.isOpen && !options.json && !isHeroError(error, 'SYS_FENCED'))
      io.err(`continue with \`${resumeCommand(session, options)}\`\n`);
    throw new Reported(exitCodeOf(shown, io));
  }
}

/** An error with a hint about an option of the command. */
function forCommand(error: unknown): unknown {
  const hint = isHeroError(error) && error.diagnostics.length === 0 ? hints[error.code] : undefined;
  return isHeroError(error) && hint
    ? new HeroError(error.code, error.message, { cause: error, hint })
    : error;
}

const hints: Partial<Record<Code, string>> = {
  SYS_LOCKED: 'wait for that process or end it, or take over the session with `--take-over`',
  SYS_FENCED: 'let the other process continue the session, because this one has stopped',
};

function resumeCommand({ name, context }: Session, { isNamed }: { isNamed?: boolean }): string {
  const contextOption = context.name === 'default' ? '' : ` -c ${context.name}`;
  return `hero resume${isNamed ? ` ${name}` : ''}${contextOption}`;
}

/** The facts of a run for its last line. */
class RunTotals {
  /** True when an action was played and the run did not end. */
  isOpen = false;
  #ended: Extract<PlayEvent, { type: 'ended' }> | undefined;

  add(event: PlayEvent): void {
    if (event.type === 'entered' || (event.type === 'started' && !event.action.prepares)) this.isOpen = true;
    if (event.type !== 'ended') return;
    this.#ended = event;
    if (event.status === 'done') this.isOpen = false;
  }

  summary(session: Session, { verbose }: OutputOptions): string {
    const { played = 0, failed = 0 } = this.#ended ?? {};
    const count = played + failed;
    const words =
      count === 0 ? 'no action to play' : count === 1 ? 'one action played' : `${count} actions played`;
    const tail = failed === 0 ? '' : `, ${failed} failed`;
    const details = verbose ? ` (session ${session.name}, context ${session.context.name})` : '';
    return `${words}${tail}${details}`;
  }
}
