import { HeroError, show } from '../../base/index.ts';

/** What a JSON text says. Throws PARAMS_BAD_JSON, with the place in the text where the engine tells it. */
export function readJsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const found = text.trim() === '' ? 'nothing' : show(text);
    const message = `found ${found}, expected JSON${placeOf(text, cause)}`;
    throw new HeroError('PARAMS_BAD_JSON', message, {
      hint: 'names and texts stand in double quotes',
      cause,
    });
  }
}

/** Where the text stops being JSON, by line and column; engines say it as an offset, or not at all. */
function placeOf(text: string, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : '';
  const [, offset] = /position ([0-9]+)/.exec(message) ?? [];
  if (offset === undefined) return '';
  const lines = text.slice(0, Number(offset)).split('\n');
  return `; it goes wrong at line ${lines.length}, column ${[...(lines.at(-1) ?? '')].length + 1}`;
}
