import { describe, expect, it } from 'vitest';
import { hero, useWorld, write } from '../../../support/cli.ts';

const world = useWorld();

const bad = `!!play.ecko content:x
!!play.echo content:'{NAME}'
!!play.echo content:'open
!!play.include path:missing.hero
`;

describe('hero check', () => {
  it('draws what is wrong in the order of the text, counts it, and ends with 2', async () => {
    write('bad.hero', bad);
    const { code, out, err } = await hero(['check', 'bad.hero']);
    expect(code).toBe(2);
    expect(err).toBe('3 errors, 1 warning in 1 file\n');
    expect(out.match(/^\w+\[\w+\]|--> \S+/gm)).toEqual([
      'error[ACTION_UNKNOWN]',
      '--> bad.hero:1:1',
      'warning[ACTION_UNKNOWN_TEMPLATE]',
      '--> bad.hero:2:21',
      'error[SCRIPT_UNCLOSED_QUOTE]',
      '--> bad.hero:3:21',
      'error[PLAY_PATH_NOT_FOUND]',
      '--> bad.hero:4:21',
    ]);
  });

  it('says so when nothing is wrong, also of a folder and of standard input', async () => {
    write('docs/a.md', '# T\n!!play.echo content:x\n');
    write('docs/deep/b.hero', '!!play.echo content:y\n');
    expect(await hero(['check', 'docs'])).toEqual({
      code: 0,
      out: '',
      err: 'no errors, no warnings in 2 files\n',
    });
    const ran = await hero(['check', '-'], { input: '!!play.echo content:x\n' });
    expect(ran).toEqual({ code: 0, out: '', err: 'no errors, no warnings in 1 file\n' });
  });

  it('lets one script set what another uses', async () => {
    write('a.hero', '!!session.env_set key:NAME val:x\n');
    write('b.hero', "!!play.echo content:'{NAME}'\n");
    expect((await hero(['check'])).code).toBe(0);
    expect((await hero(['check', '--strict', 'b.hero'])).code).toBe(2);
  });

  it('counts warnings only when it is strict', async () => {
    write('a.hero', '!!play.echo content:x content:y\n');
    expect((await hero(['check', 'a.hero'])).code).toBe(0);
    const { code, out } = await hero(['check', '--strict', 'a.hero']);
    expect(code).toBe(2);
    expect(out).toContain('`content` is given twice, here and at a.hero:1:13');
  });

  it('prints an object a line for programs, and annotations for GitHub', async () => {
    write('bad.hero', '!!play.ecko a:1\n');
    const { out, err } = await hero(['check', '--json', 'bad.hero']);
    expect(err).toBe('');
    expect(JSON.parse(out)).toEqual({
      code: 'ACTION_UNKNOWN',
      severity: 'error',
      file: 'bad.hero',
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 12,
      message: expect.stringContaining('`play.ecko`'),
      hint: 'did you mean `play.echo`?',
    });
    expect((await hero(['check', '--format=github', 'bad.hero'])).out).toBe(
      '::error file=bad.hero,line=1,col=1,title=ACTION_UNKNOWN::cannot play `play.ecko`: `play` has no such action – did you mean `play.echo`?\n',
    );
    expect((await hero(['check', '--format=xml'])).code).toBe(2);
  });

  it('goes on when a file cannot be read', async () => {
    write('a.hero', '!!play.ecko\n');
    const { code, out } = await hero(['check', 'nope.hero', 'a.hero']);
    expect(code).toBe(2);
    expect(out).toContain('PLAY_PATH_NOT_FOUND');
    expect(out).toContain('ACTION_UNKNOWN');
  });

  it('writes nothing', async () => {
    write('a.hero', '!!config.set key:a value:b\n!!file.write path:x.txt content:y\n');
    await hero(['check', 'a.hero']);
    const { readdirSync } = await import('node:fs');
    expect(readdirSync(world.folder).sort()).toEqual(['a.hero', 'user']);
  });
});
