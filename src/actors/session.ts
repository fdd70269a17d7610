import { p } from '../action/index.ts';
import { HeroError } from '../base/index.ts';
import { defineActor } from '../play/index.ts';

const shape = {
  key: p.text().describe('the name'),
  val: p.text().optional().describe('the value'),
  value: p.text().optional().describe('the same as `val`'),
};

/** The names of a session and their values. */
export const session = defineActor('session', {
  env_set: {
    summary: 'Sets a name to a value, which replaces `{NAME}` in values of other actions.',
    params: { ...shape, literal: p.bool().default(false).describe('keep `{NAME}` in the value as text') },
    prepares: true,
    rehearses: true,
    effect: 'pure',
    examples: ["!!session.env_set key:PLACE val:'the harbour'\n!!play.echo content:'to {PLACE}'"],
    run({ key, literal, ...values }, actionContext) {
      const { written } = actionContext.action;
      const asWritten = { val: written.toMap().get('val'), value: written.toMap().get('value') };
      actionContext.session.envSet(key, valueFrom(literal ? asWritten : values));
    },
  },
  env_set_once: {
    summary: 'Sets a name to a value, and fails when it has another value already.',
    params: shape,
    prepares: true,
    rehearses: true,
    effect: 'pure',
    examples: ['!!session.env_set_once key:PLACE val:harbour'],
    run: ({ key, ...values }, actionContext) => actionContext.session.envSetOnce(key, valueFrom(values)),
  },
  env_delete: {
    summary: 'Removes the value of a name.',
    params: { key: p.text().describe('the name') },
    prepares: true,
    rehearses: true,
    effect: 'pure',
    examples: ['!!session.env_set key:PLACE val:harbour\n!!session.env_delete key:PLACE'],
    run: ({ key }, actionContext) => actionContext.session.envDelete(key),
  },
});

function valueFrom({ val, value }: { val: string | undefined; value: string | undefined }): string {
  const found = val ?? value;
  if (found !== undefined) return found;
  throw new HeroError('PARAMS_MISSING', 'expected `val` (or `value`), but found neither', {
    hint: "write `val:''` for an empty value",
  });
}
