import { describe, expect, test } from 'vitest';
import { Mask } from '../../../src/base/index.ts';
import { addScripts, replaceIn } from '../../../src/play/inspect/add-scripts.ts';
import { HandlerResolver } from '../../../src/play/model/handler-resolver.ts';
import { SessionSecrets } from '../../../src/play/model/session-secrets.ts';
import { PlayBook } from '../../../src/play/playbook/playbook.ts';
import { parse, Source } from '../../../src/script/index.ts';
import { failure } from '../world.ts';

const script = (text: string, name = 'a.hero') => ({
  document: parse(new Source(text, name)),
  origin: { folder: '/', chain: [] },
});

/** Adds scripts to a playbook that has one action already. */
function add(texts: readonly string[], source = {}) {
  const playbook = new PlayBook();
  playbook.add('!!first.x');
  const secrets = new SessionSecrets(new HandlerResolver([], []), new Mask());
  const scripts = texts.map((text, at) => script(text, `${at}.hero`));
  const run = () => addScripts(playbook, secrets, scripts, source);
  return { playbook, run };
}

const namesOf = ({ actions }: PlayBook) => actions.map(({ fullName }) => fullName);

describe('scripts that are added', () => {
  test('come after the others, in their order, with the prio of the source', () => {
    const { playbook, run } = add(['!!a.x\n!!a.y', '!!b.x'], { prio: 7 });
    expect(run().map(({ prio }) => prio)).toEqual([7, 7, 7]);
    expect(namesOf(playbook)).toEqual(['first.x', 'a.x', 'a.y', 'b.x']);
  });

  test('are added all or none: an error in the second leaves nothing of the first', async () => {
    const { playbook, run } = add(['!!a.x', "!!b.x title:'never closed"]);
    expect((await failure(async () => run())).code).toBe('PLAY_SCRIPT_ERRORS');
    expect(namesOf(playbook)).toEqual(['first.x']);
  });

  test('show no secret in their error', async () => {
    const { run } = add(["!!a.x token:hunter2-of-the-harbour title:'never closed"]);
    const { diagnostics } = await failure(async () => run());
    expect(diagnostics[0]?.span?.source.text).not.toContain('hunter2');
  });

  test.each([-1, 100, 1.5])('refuse the prio %s', async prio => {
    const { run } = add(['!!a.x'], { prio });
    expect((await failure(async () => run())).code).toBe('PLAY_BAD_ARGUMENTS');
  });
});

test('a replaced name fills values, and adds no action', () => {
  const playbook = new PlayBook();
  const actions = playbook.add("!!a.x title:'{WHO}' other:'{else}'");
  replaceIn(actions, { who: '\n!!b.y' });
  expect(actions[0]?.written.get('title')).toBe('\n!!b.y');
  expect(actions[0]?.written.get('other')).toBe('{else}');
  expect(playbook.actions).toHaveLength(1);
});
