import { HeroError, show } from '../../base/index.ts';

/** The value of a JSON text. Throws PARAMS_BAD_JSON, with the place in the text where the engine reports one. */
export function readJsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const found = text.trim() === '' ? 'nothing' : show(text);
    const message = `found ${found}, expected JSON${placeOf(text, cause)}`;
    throw new HeroError('PARAMS_BAD_JSON', message, {
      hint: 'put names and texts in double quotes',
      cause,
    });
  }
}

/** The place in the text that the engine reports, as line and column; empty when it reports none. */
function placeOf(text: string, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : '';
  const [, offset] = /position ([0-9]+)/.exec(message) ?? [];
  if (offset === undefined) return '';
  const lines = text.slice(0, Number(offset)).split('\n');
  return `; the error is at line ${lines.length}, column ${[...(lines.at(-1) ?? '')].length + 1}`;
}
