import { describe, expect, it } from 'vitest';
import { hero, results, useWorld, write } from '../../../support/cli.ts';

const world = useWorld();

const script = `# The crew
!!site.page title:'Later' // as it stands
!!git.clone url:'https://git.example.org/crew/site'
!!core.params_session_set team:ops
!!site.page title:'Last'
`;

describe('hero find', () => {
  it('lists the matching actions with their places, in the order of play', async () => {
    write('a.hero', script);
    expect(await hero(['find', '', 'a.hero'])).toEqual({
      code: 0,
      out: [
        'a.hero:4:1: !!core.params_session_set team:ops',
        "a.hero:3:1: !!git.clone url:'https://git.example.org/crew/site'",
        'a.hero:2:1: !!site.page title:Later',
        'a.hero:5:1: !!site.page title:Last',
        '',
      ].join('\n'),
      err: '',
    });
  });

  it('knows the priorities that a script adds', async () => {
    write('p.hero', "!!core.priorities_add 5:'file.*'\n!!config.list\n!!file.mkdir path:q\n");
    const { out } = await hero(['find', '', 'p.hero']);
    expect(out.match(/!!\S+/g)).toEqual(['!!core.priorities_add', '!!file.mkdir', '!!config.list']);
  });

  it.each([
    ['site.page', 2],
    ['site.*', 2],
    ['git.*,core.*', 2],
    ['*.clone', 1],
    ['params_session_set', 1],
  ])('knows the filter %s', async (filter, count) => {
    write('a.hero', script);
    expect((await results('find', filter, 'a.hero')).trimEnd().split('\n')).toHaveLength(count);
  });

  it('looks through the working directory when no path is given, and runs nothing', async () => {
    write('b/one.hero', '!!file.mkdir path:made');
    write('a.md', 'Some prose.\n\n!!file.mkdir path:made\n');
    expect(await results('find', 'file.mkdir')).toBe(
      'a.md:3:1: !!file.mkdir path:made\nb/one.hero:1:1: !!file.mkdir path:made\n',
    );
    expect(await hero(['find', 'made.*', world.folder])).toMatchObject({ code: 1 });
  });

  it('--json prints one object a line', async () => {
    write('a.hero', "!!site.page now title:'On \"deck\"'\n    tags:'a, b'\n");
    const out = await results('find', 'site.', 'a.hero', '--json');
    expect(
      out
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line)),
    ).toEqual([
      { name: 'site.page', place: 'a.hero:1:1', params: { title: 'On "deck"', tags: 'a, b' }, args: ['now'] },
    ]);
  });

  it('says when nothing matches', async () => {
    write('a.hero', script);
    expect(await hero(['find', 'site.menu', 'a.hero'])).toEqual({
      code: 1,
      out: '',
      err: 'error[PLAY_NOT_FOUND]: no action of `a.hero` matches `site.menu`\n  hint: see all actions with the filter `""`\n',
    });
  });

  it('lists what is sound of a folder with a broken script, and ends with 2', async () => {
    write('docs/broken.hero', '!!site.page title:"Never closed\n');
    write('docs/sound.hero', '!!site.page title:Sound\n');
    const { code, out, err } = await hero(['find', 'site.*', 'docs']);
    expect({ code, out }).toEqual({ code: 2, out: 'docs/sound.hero:1:1: !!site.page title:Sound\n' });
    expect(err).toMatch(/^error\[SCRIPT_UNCLOSED_QUOTE\].*\n {2}--> docs\/broken\.hero:1:19\n/);
  });

  it('a path that is not there', async () => {
    expect(await hero(['find', 'a.b', 'no'])).toEqual({
      code: 1,
      out: '',
      err: 'error[PLAY_PATH_NOT_FOUND]: there is no file or directory `no`\n  hint: check the path\n',
    });
  });

  it('without a filter is a wrong command line', async () => {
    expect(await hero(['find'])).toEqual({
      code: 2,
      out: '',
      err: 'error[CLI_USAGE]: missing required argument `filter`\n  hint: see `hero find --help`\n',
    });
  });
});
