import { HeroError } from '../../base/index.ts';

/** As long as a text of the old form may be, in characters. */
const oldLimit = 2 ** 26;
const blockSize = 16;

/**
 * The text that herolib sealed with a secret: AES-256-CBC with a fixed start and without a check for changes, in base64.
 * For moving to a sealed database; it is never written. STORE_BAD_VALUE for a text of another form, STORE_TOO_LARGE
 * above 64 MiB. A wrong secret gives nonsense, which is STORE_WRONG_KEY where it can be told.
 *
 * @example
 * readOldCipher('MA71/m20BsmS1l8FbE5/TwwA', '123456'); // 'bbbb'
 */
export function readOldCipher(text: string, secret: string): string {
  if (text === '') return '';
  if (text.length > oldLimit) {
    const message = `a text of the old cipher has ${text.length} characters, expected at most ${oldLimit}`;
    throw new HeroError('STORE_TOO_LARGE', message, { hint: 'move large values without the old cipher' });
  }
  const { blocks, padding } = takeApart(text);
  const plain = decrypt(blocks, secret);
  const end = plain.length - padding;
  if (plain.subarray(end).some(byte => byte !== 0)) throw wrongSecret();
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain.subarray(0, end));
  } catch {
    throw wrongSecret();
  }
}

/** Blocks, then how many bytes fill the last of them up, in two bytes. */
function takeApart(text: string): { blocks: Buffer; padding: number } {
  const bytes = Buffer.from(text.trimEnd(), 'base64');
  const size = bytes.length - 2;
  const isBase64 = bytes.toString('base64') === text.trimEnd();
  if (!isBase64 || size < 0 || size % blockSize !== 0) throw badForm();
  const padding = bytes.readUInt16LE(size);
  if (padding >= blockSize || padding > size) throw badForm();
  return { blocks: bytes.subarray(0, size), padding };
}

function decrypt(blocks: Buffer, secret: string): Buffer {
  const { createDecipheriv, createHash } = process.getBuiltinModule('node:crypto');
  const key = Buffer.from(createHash('md5').update(secret).digest('hex'));
  const decipher = createDecipheriv('aes-256-cbc', key, Buffer.alloc(blockSize)).setAutoPadding(false);
  return Buffer.concat([decipher.update(blocks), decipher.final()]);
}

function badForm(): HeroError {
  return new HeroError(
    'STORE_BAD_VALUE',
    'a text is not of the old cipher: expected base64 of whole blocks',
    {
      hint: 'give the text exactly as the old program stored it',
    },
  );
}

function wrongSecret(): HeroError {
  return new HeroError('STORE_WRONG_KEY', 'the secret does not open a text of the old cipher', {
    hint: 'give the secret that the text was sealed with',
  });
}
