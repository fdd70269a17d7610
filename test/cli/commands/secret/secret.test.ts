import { existsSync, readFileSync } from 'node:fs';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { newSession } from '../../../../src/index.ts';
import { hero, type Setting, useWorld, write } from '../../../support/cli.ts';

const world = useWorld();
const HERO_PASSPHRASE = 'four words and more';
const env = { HERO_PASSPHRASE };
const identity = await generateX25519Identity();
const token = 'sesame-9731-open';

function secret(words: string[], setting: Setting = {}) {
  return hero(['secret', ...words], { ...setting, env: { ...env, ...setting.env } });
}

/** With an identity, which opens faster than a passphrase. */
function quick(words: string[], setting: Setting = {}) {
  return hero(['secret', ...words], { ...setting, env: { HERO_AGE_IDENTITY: write('id', identity) } });
}

const done = { code: 0, out: '', err: '' };

describe('hero secret', () => {
  it('keeps a secret sealed and gives it back', async () => {
    expect(await quick(['set', 'api', '-'], { input: `${token}\n` })).toEqual(done);
    expect(await quick(['set', 'other'], { input: 'x' })).toEqual(done);
    const kept = readFileSync(`${world.home}/contexts/default/db/secrets/api`, 'utf8');
    expect(kept).toMatch(/^heroplay:v1:/);
    expect(await quick(['list'])).toEqual({ ...done, out: 'api\nother\n' });
    expect(await quick(['get', 'api', '--reveal'])).toEqual({ ...done, out: `${token}\n` });
    expect(await quick(['get', 'api'], { isTerminal: true })).toEqual({ ...done, out: `${token}\n` });
    expect(await quick(['rm', 'other'])).toEqual(done);
    expect((await quick(['rm', 'other'])).code).toBe(1);
    expect((await quick(['get', 'other', '--reveal'])).err).toContain('PLAY_NOT_SET');
  });

  it('takes the value from a file, as it is', async () => {
    write('key.pem', 'line\nline\n');
    expect(await quick(['set', 'key', '--file', 'key.pem', '-c', 'ops'])).toEqual(done);
    expect((await quick(['get', 'key', '--reveal', '-c', 'ops'])).out).toBe('line\nline\n\n');
    expect((await quick(['set', 'key', '--file', 'none'])).err).toContain('PLAY_PATH_NOT_FOUND');
  });

  it('prints into no pipe unless told so', async () => {
    await quick(['set', 'api'], { input: token });
    const { code, out, err } = await quick(['get', 'api']);
    expect([code, out]).toEqual([4, '']);
    expect(err).toContain('STORE_REVEAL_REFUSED');
  });

  it.each([
    [['set', 'api', token]],
    [['set', 'api', '-', token]],
    [['set', 'api', `--${token}`]],
    [['set', `--${token}`]],
    [['set', 'api', '-', '--file', 'key.pem']],
  ])('hero secret %j is refused and not repeated', async words => {
    const { code, out, err } = await secret(words, { input: 'x' });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('CLI_USAGE');
    expect(err).not.toContain(token);
    expect(existsSync(world.home)).toBe(false);
  });

  it('says how to give a passphrase, and that one is wrong', async () => {
    const nobody = await hero(['secret', 'set', 'api'], { input: token });
    expect(nobody.code).toBe(3);
    for (const name of ['HERO_PASSPHRASE_FILE', 'HERO_PASSPHRASE`', 'HERO_AGE_IDENTITY', 'terminal'])
      expect(nobody.err).toContain(name);
    expect(nobody.err).not.toContain(token);
    await secret(['set', 'api'], { input: token });
    const wrong = await secret(['get', 'api', '--reveal'], { env: { HERO_PASSPHRASE: 'another one' } });
    expect([wrong.code, wrong.out]).toEqual([4, '']);
    expect(wrong.err).toContain('STORE_WRONG_KEY');
  });

  it('reads the passphrase from a file first', async () => {
    await secret(['set', 'api'], { input: token });
    const HERO_PASSPHRASE_FILE = write('phrase', `${HERO_PASSPHRASE}\n`);
    const read = { env: { HERO_PASSPHRASE: 'another one', HERO_PASSPHRASE_FILE } };
    expect((await secret(['get', 'api', '--reveal'], read)).out).toBe(`${token}\n`);
  });

  it('changes the passphrase, and the key', async () => {
    await secret(['set', 'api'], { input: token });
    expect((await secret(['rekey'])).code).toBe(3);
    expect(await secret(['rekey'], { env: { HERO_NEW_PASSPHRASE: 'other words than before' } })).toEqual(
      done,
    );
    expect((await secret(['get', 'api', '--reveal'])).err).toContain('STORE_WRONG_KEY');
    const now = { env: { HERO_PASSPHRASE: 'other words than before' } };
    expect(await secret(['rotate'], now)).toEqual(done);
    expect((await secret(['get', 'api', '--reveal'], now)).out).toBe(`${token}\n`);
  });

  it('shares with recipients', async () => {
    const ada = await generateX25519Identity();
    const recipient = await identityToRecipient(ada);
    const asAda = { env: { HERO_AGE_IDENTITY: write('ada.txt', `# Ada\n${ada}\n`), HERO_PASSPHRASE: '' } };
    await secret(['set', 'api'], { input: token });
    expect(await secret(['recipients', 'add', recipient])).toEqual(done);
    expect((await secret(['recipients', 'list'])).out).toBe(`${recipient}\n`);
    expect((await secret(['get', 'api', '--reveal'], asAda)).out).toBe(`${token}\n`);
    expect(await secret(['recipients', 'rm', recipient])).toEqual(done);
    const after = await secret(['get', 'api', '--reveal'], asAda);
    expect([after.code, after.out]).toEqual([3, '']);
    const wrong = await secret(['recipients', 'add', ada]);
    expect([wrong.code, wrong.err.includes(ada)]).toEqual([4, false]);
  });
});

describe('a script', () => {
  it('reads a secret, and shows it nowhere', async () => {
    await quick(['set', 'api'], { input: token });
    const text = "!!config.secret key:api into:api\n!!play.echo content:'it is {api}'";
    process.env.HERO_AGE_IDENTITY = 'id';
    try {
      const { code, out, err } = await hero([
        'run',
        '-t',
        text,
        '--session',
        'one',
        '-v',
        '--priority',
        '0=config.*',
      ]);
      expect(`${out}${err}`).toContain('it is [secret]');
      expect([code, `${out}${err}`.includes(token)]).toEqual([0, false]);
      const log = await hero(['session', 'log', 'one', '--json']);
      expect(log.out).toContain('config.secret');
      expect(log.out).not.toContain(token);
      const session = await newSession({ sessionName: 'two' });
      const found = await session.secret('api');
      expect([`${found}`, found.reveal(), session.mask(token)]).toEqual(['[secret]', token, '[secret]']);
    } finally {
      delete process.env.HERO_AGE_IDENTITY;
    }
  });

  it('is planned without a passphrase', async () => {
    await quick(['set', 'api'], { input: token });
    const text = "!!config.secret key:api into:api\n!!file.write path:out.txt content:'{api}'";
    const { code, out } = await hero(['plan', '-t', text]);
    expect(code).toBe(0);
    expect(out).toContain('the secret api');
    expect(out).not.toContain(token);
  });

  it('fails without a passphrase, naming the ways to give one', async () => {
    await secret(['set', 'api'], { input: token });
    const { code, err } = await hero(['run', '-t', '!!config.secret key:api into:api']);
    expect(err).toContain('HERO_PASSPHRASE_FILE');
    expect(code).toBe(3);
  });
});

describe('a backup of secrets', () => {
  const store = (...words: string[]) => hero(['store', ...words, '--db', 'secrets']);

  it('brings their keys back, also after others came, and tells no value', async () => {
    await secret(['set', 'one', '-'], { input: token });
    expect(await store('backup', 'kept')).toEqual({ ...done, err: '1 key written\n' });
    expect(readFileSync('kept/data.jsonl', 'utf8') + readFileSync('kept/keys.json', 'utf8')).not.toContain(
      token,
    );
    await secret(['rotate']);
    await secret(['set', 'one', '-'], { input: 'newer' });
    await secret(['set', 'two', '-'], { input: 'newer' });
    expect((await store('restore', 'kept')).code).toBe(2);
    expect(await store('restore', 'kept', '--yes')).toEqual({ ...done, err: '1 key restored\n' });
    const ring = `${world.home}/contexts/default/db/secrets/.store/keys.json`;
    expect(readFileSync(ring, 'utf8')).toBe(readFileSync('kept/keys.json', 'utf8'));
    expect((await secret(['get', 'one', '--reveal'])).out).toBe(`${token}\n`);
    expect((await secret(['list'])).out).toBe('one\n');
  });

  it('brings them back where there are none', async () => {
    await secret(['set', 'one', '-'], { input: token });
    await store('backup', 'kept');
    expect(await hero(['store', 'restore', 'kept', '--db', 'secrets', '-c', 'other'])).toMatchObject({
      code: 0,
    });
    expect((await secret(['get', 'one', '--reveal', '-c', 'other'])).out).toBe(`${token}\n`);
  });

  it('with changed keys is refused', async () => {
    await secret(['set', 'one', '-'], { input: token });
    await store('backup', 'kept');
    write('kept/keys.json', readFileSync('kept/keys.json', 'utf8').replace('"version": 1', '"version":  1'));
    const refused = await store('restore', 'kept', '--yes');
    expect([refused.code, refused.err]).toEqual([4, expect.stringContaining('error[STORE_BAD_BACKUP]')]);
    expect((await secret(['get', 'one', '--reveal'])).out).toBe(`${token}\n`);
  });

  it('is of them also where other databases are kept in LMDB', async () => {
    await secret(['set', 'one', '-'], { input: token });
    await hero(['config', 'set', 'city', 'Ghent']);
    expect((await hero(['store', 'migrate', 'lmdb'])).code).toBe(0);
    expect(await store('backup', 'kept')).toEqual({ ...done, err: '1 key written\n' });
    expect((await store('stats')).out).toContain('driver  files\nkeys    1\n');
  });
});
