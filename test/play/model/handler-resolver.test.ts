import { describe, expect, test } from 'vitest';
import { defineActor } from '../../../src/play/index.ts';
import { HandlerResolver } from '../../../src/play/model/handler-resolver.ts';
import { PlayBook } from '../../../src/play/playbook/playbook.ts';

const definition = (summary: string, more = {}) => ({
  summary,
  params: {},
  run: () => undefined,
  ...more,
});
const builtin = defineActor('site', { define: definition('built in'), check: definition('built in') });
const own = defineActor('site', { define: definition('own', { effect: 'pure', prepares: true }) });
const module = { name: 'pages', filter: 'site.page', play: () => undefined };

function actionOf(text: string) {
  const [action] = new PlayBook().add(text);
  if (!action) throw new Error('no action');
  return action;
}

const nameOf = (resolver: HandlerResolver, text: string): string | undefined => {
  const handler = resolver.handlerFor(actionOf(text));
  return handler?.kind === 'module' ? handler.module.name : handler?.definition.summary;
};

describe('the handler of an action', () => {
  test('is a module before an actor, and an actor of the program before a built-in one', () => {
    const every = { name: 'every', filter: 'site.define', play: () => undefined };
    expect(nameOf(new HandlerResolver([], [builtin]), '!!site.define')).toBe('built in');
    expect(nameOf(new HandlerResolver([own], [builtin]), '!!site.define')).toBe('own');
    expect(nameOf(new HandlerResolver([own, every], [builtin]), '!!site.define')).toBe('every');
    expect(nameOf(new HandlerResolver([own], [builtin]), '!!site.check')).toBe('built in');
    expect(nameOf(new HandlerResolver([own], [builtin]), '!!site.page')).toBeUndefined();
  });

  test('of actors that are added later wins only over built-in ones', () => {
    const resolver = new HandlerResolver([own], [builtin]);
    const later = defineActor('site', { define: definition('later'), check: definition('later') });
    resolver.add([later, module]);
    expect(nameOf(resolver, '!!site.define')).toBe('own');
    expect(nameOf(resolver, '!!site.check')).toBe('later');
    expect(nameOf(resolver, '!!site.page')).toBe('pages');
    expect(resolver.added).toEqual([module, own, later]);
  });

  test('fits the kind of the action', () => {
    const macro = defineActor('site', { define: definition('macro', { kinds: ['macro'] }) });
    const resolver = new HandlerResolver([macro], []);
    expect(nameOf(resolver, '!!!site.define')).toBe('macro');
    expect(nameOf(resolver, '!!site.define')).toBeUndefined();
  });
});

test('the effect of an action is that of its definition, or of its script; a module counts as once', () => {
  const resolver = new HandlerResolver([own, module], [builtin]);
  expect(resolver.effectOf(actionOf('!!site.define'))).toBe('pure');
  expect(resolver.effectOf(actionOf('!!site.check'))).toBe('once');
  expect(resolver.effectOf(actionOf('!!site.check play.effect:idempotent'))).toBe('idempotent');
  expect(resolver.effectOf(actionOf('!!site.page'))).toBe('once');
  expect(resolver.prepares(actionOf('!!site.define'))).toBe(true);
  expect(resolver.prepares(actionOf('!!site.page'))).toBe(false);
});
