import { HeroError, isHeroError, show } from '../../../base/index.ts';
import { Params } from '../../../params/index.ts';
import { decodeText } from '../../../play/index.ts';
import { readRegularFile } from '../../../sys/file.ts';

/** The answers of a file: a JSON object, or params as in a script. Throws CLI_USAGE; the error holds no answer. */
export async function readAnswersFile(path: string): Promise<Record<string, string>> {
  const bytes = await readRegularFile(path);
  if (!bytes) throw bad(path, 'there is no such file');
  const text = decodeText(bytes, path);
  const json = parseJson(text);
  if (json) return fromJson(path, json.value);
  if (/^\s*[{[]/.test(text)) throw bad(path, 'it is not JSON');
  return fromParams(path, text);
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function fromJson(path: string, value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const found = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
    throw bad(path, `expected a JSON object, but found ${found}`);
  }
  const pairs = Object.entries(value);
  const odd = pairs.find(([, answer]) => !['string', 'number', 'boolean'].includes(typeof answer));
  if (odd) throw bad(path, `the answer to ${show(odd[0])} is not a text, a number, true or false`);
  return Object.fromEntries(pairs.map(([id, answer]) => [id, String(answer)]));
}

function fromParams(path: string, text: string): Record<string, string> {
  const params = readParams(path, text);
  // A value without a key may be a secret, so the values are only counted.
  const { length } = params.args;
  if (length > 0) throw bad(path, `${length === 1 ? 'a value has' : `${length} values have`} no key`);
  return Object.fromEntries(params.toMap());
}

function readParams(path: string, text: string): Params {
  try {
    return Params.parse(text);
  } catch (error) {
    const why = isHeroError(error) ? `it is not written like params (${error.code})` : 'it cannot be read';
    throw bad(path, why);
  }
}

function bad(path: string, why: string): HeroError {
  return new HeroError('CLI_USAGE', `the answers of ${show(path)} cannot be read: ${why}`, {
    hint: 'write lines of `id:answer`, or a JSON object of texts',
  });
}
