import { createCipheriv, createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOldCipher } from '../../../src/herolib.ts';

/** As it was written once. */
function write(text: string, secret: string): string {
  const plain = Buffer.from(text);
  const padding = (16 - (plain.length % 16)) % 16;
  const key = createHash('md5').update(secret).digest('hex');
  const cipher = createCipheriv('aes-256-cbc', key, Buffer.alloc(16)).setAutoPadding(false);
  const blocks = Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(padding)), cipher.final()]);
  return Buffer.concat([blocks, Buffer.from([padding, 0])]).toString('base64');
}

describe('readOldCipher', () => {
  test('reads what was written', () => {
    expect(write('bbbb', '123456')).toBe('MA71/m20BsmS1l8FbE5/TwwA');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ minLength: 4 }), (text, secret) => {
        expect(readOldCipher(write(text, secret), secret)).toBe(text);
      }),
    );
  });

  test('takes the newline that ends a file', () => {
    expect(readOldCipher('MA71/m20BsmS1l8FbE5/TwwA\n', '123456')).toBe('bbbb');
  });

  test.each(['hello', '====', 'MA71', 'MA71/m20BsmS1l8FbE5/TxAA', 'MA71/m20BsmS1l8FbE5/TwwB', 'DAA='])(
    '%s is none',
    text => {
      expect(() => readOldCipher(text, '123456')).toThrow(
        expect.objectContaining({ code: 'STORE_BAD_VALUE' }),
      );
    },
  );

  test('another secret is told where it shows', () => {
    expect(() => readOldCipher('MA71/m20BsmS1l8FbE5/TwwA', '654321')).toThrow(
      expect.objectContaining({ code: 'STORE_WRONG_KEY' }),
    );
  });

  test('nothing is too large but what is', () => {
    const call = () => readOldCipher('A'.repeat(2 ** 26 + 1), '123456');
    expect(call).toThrow(expect.objectContaining({ code: 'STORE_TOO_LARGE' }));
  });
});
