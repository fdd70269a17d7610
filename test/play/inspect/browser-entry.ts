// What a page or an editor does: it brings a host of its own and inspects a playbook without a machine.
import { p } from '../../../src/action/index.ts';
import { Mask } from '../../../src/base/index.ts';
import { OurTime, Params } from '../../../src/params/index.ts';
import { include } from '../../../src/play/inspect/include.ts';
import type { InspectHost } from '../../../src/play/inspect/inspect-host.ts';
import type { Inspection } from '../../../src/play/inspect/inspection.ts';
import { inspect, preflight } from '../../../src/play/inspect/preflight.ts';
import { type ActionContext, defineActor } from '../../../src/play/model/action-context.ts';
import { ActionDescriber } from '../../../src/play/model/action-describer.ts';
import { Answers } from '../../../src/play/model/answers.ts';
import { HandlerResolver } from '../../../src/play/model/handler-resolver.ts';
import type { Session } from '../../../src/play/model/session.ts';
import { SessionSecrets } from '../../../src/play/model/session-secrets.ts';
import { SessionState } from '../../../src/play/model/session-state.ts';
import { makePlan } from '../../../src/play/plan/plan.ts';
import { PlayBook } from '../../../src/play/playbook/playbook.ts';
import { parse } from '../../../src/script/index.ts';

/** Actors that need no machine either. */
const actors = [
  defineActor('core', {
    include: {
      summary: 'Includes a script.',
      params: { path: p.text() },
      prepares: true,
      rehearses: true,
      effect: 'pure',
      run: async ({ path }, { session, action }) => void (await session.include(action, { path })),
    },
  }),
  defineActor('greet', {
    hello: {
      summary: 'Greets.',
      params: { who: p.text(), times: p.int().default(1) },
      plan: ({ who }) => ({ changes: [{ kind: 'create', what: `a greeting of ${who}` }] }),
      run: () => undefined,
    },
  }),
];

function inspectionOf(text: string, scripts: Readonly<Record<string, string>>): Inspection {
  const contextParams = Params.from({ who: 'the crew' });
  const host: InspectHost = {
    now: () => 1_700_000_000,
    home: '/home/ada',
    context: 'page',
    contextParams: () => contextParams,
    snippets: new Map(),
    loadScripts: async ({ origin }, { path = '' }) => [
      {
        document: parse(scripts[path] ?? ''),
        origin: { folder: '/', chain: [...origin.chain, path] },
      },
    ],
    loadActors: async () => [],
  };
  const mask = new Mask();
  const handlers = new HandlerResolver([], actors);
  const playbook = new PlayBook();
  playbook.add(text);
  const state = new SessionState(OurTime.fromEpoch(host.now()), () => contextParams);
  const inspection: Inspection = {
    playbook,
    state,
    handlers,
    describer: new ActionDescriber(handlers, mask),
    secrets: new SessionSecrets(handlers, mask),
    answers: new Answers({
      events: { mask, emit: () => undefined, record: async () => undefined },
      given: {},
      param: () => undefined,
      environment: {},
      ask: undefined,
    }),
    host,
    isRehearsal: true,
    contextFor: action => {
      const session = {
        include: (_by: unknown, target: { path?: string }) => include(inspection, action, target),
      };
      return { session: session as unknown as Session, action } as ActionContext;
    },
  };
  return inspection;
}

/** The plan of a playbook, as JSON. */
export async function plan(text: string, scripts: Readonly<Record<string, string>>): Promise<string> {
  return JSON.stringify(await makePlan(inspectionOf(text, scripts), new Mask()));
}

/** The codes that preflight finds. */
export async function faults(text: string): Promise<string[]> {
  const inspection = inspectionOf(text, {});
  try {
    await preflight(inspection, inspection.playbook.actions, 'error');
  } catch (error) {
    return (error as { diagnostics: { code: string }[] }).diagnostics.map(({ code }) => code);
  }
  return (await inspect(inspection, inspection.playbook.actions)).faults.flat().map(({ code }) => code);
}
