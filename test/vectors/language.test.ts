import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sharedJson } from '../support/shared.ts';
import { callLanguage, type LanguageVector } from './language-calls.ts';

/** Our value where it differs from the original's on purpose, with the reason. */
const mended = JSON.parse(readFileSync(join(import.meta.dirname, 'mended.json'), 'utf8')) as Record<
  string,
  { ours: unknown; why: string }
>;

/** Vectors that section 1 of the decisions takes out: hashes, RESP, texts that are not here, helpers inside the original. */
const unbound = (vector: LanguageVector) =>
  (typeof vector.input === 'object' && vector.input !== null && 'ref' in vector.input) ||
  /hashkey|multiline_to_single|remove_empty_js_blocks|dedent\(input\)\.length|_resp/.test(vector.call) ||
  vector.area === 'core' || // core.test.ts plays them
  ['filtersort-003', 'playbook-049', 'playbook-051'].includes(vector.id);

const vectors = sharedJson<LanguageVector>('vectors/language.json');
const bound = vectors.filter(vector => !unbound(vector));

describe.skipIf(vectors.length === 0)('language vectors', () => {
  test.each(bound.filter(({ id }) => !(id in mended)).map(vector => [vector.id, vector] as const))(
    '%s',
    async (_id, vector) => {
      expect(await callLanguage(vector)).toEqual(vector.expected);
    },
  );

  test.each(bound.filter(({ id }) => id in mended).map(vector => [vector.id, vector] as const))(
    '%s mended',
    async (id, vector) => {
      const ours = await callLanguage(vector);
      expect(ours).toEqual(mended[id]?.ours);
      expect(ours).not.toEqual(vector.expected);
    },
  );

  test('every mended vector exists and says why', () => {
    for (const [id, { why }] of Object.entries(mended)) {
      expect(bound.map(vector => vector.id)).toContain(id);
      expect(why).toMatch(/^(Q\d+|rule \d+)/);
    }
  });
});
