import { describe, expect, test } from 'vitest';
import { failure, folderWith, isolate, open, play } from '../world.ts';

isolate();

const shout = "!!core.snippet snippetname:shout content:'HEY'";

describe('a snippet', () => {
  test.each([
    ['defined before', `${shout}\n!!play.echo {shout}`],
    ['defined after', `!!play.echo {shout}\n${shout}`],
    ['in the short form', "!!play.echo {SHOUT}\n!!snippet name:Shout content:'HEY'"],
  ])('%s puts its params in', async (_when, text) => {
    expect(await play(text)).toEqual(['HEY']);
  });

  test('gives way to the params of the action', async () => {
    expect(await play(`${shout}\n!!play.echo {shout} content:mine`)).toEqual(['mine']);
  });

  test('brings arguments, and those of its own snippets, even in a circle', async () => {
    const session = await open({
      playbookText: '!!left.x first {a}\n!!snippet name:a k:1 {b}\n!!snippet name:b word k:2 m:3 {a}',
    });
    await session.run({ unknown: 'ignore' });
    const [left] = session.playbook.find();
    expect(left?.params.args).toEqual(['first', 'word']);
    expect(left?.heroscript()).toBe('!!left.x first word k:1 m:3');
  });

  test('serves preparing actions too, wherever it stands', async () => {
    const folder = folderWith({ 'other.hero': '!!play.echo content:other' });
    const text = `!!play.include {where}\n!!core.params_session_set {team}\n!!play.echo content:{crew}
!!snippet name:where path:'${folder}/other.hero'\n!!snippet name:team crew:night`;
    expect(await play(text)).toEqual(['other', 'night']);
  });

  test('of an included script serves the one that includes it', async () => {
    const folder = folderWith({ 'parts.hero': shout });
    expect(await play(`!!play.echo {shout}\n!!play.include path:'${folder}/parts.hero'`)).toEqual(['HEY']);
  });

  test('has its templates filled once, when the action that takes it starts', async () => {
    const text = `!!snippet name:s content:'{A}'\n!!session.env_set key:A val:'{B}' literal:true\n!!session.env_set key:B val:no
!!play.echo {s}`;
    expect(await play(text)).toEqual(['{B}']);
    expect(
      await play(`!!session.env_set key:A val:'{B}' literal:true\n!!snippet name:s content:'{A}'
!!session.env_set key:B val:no\n!!play.echo {s}`),
    ).toEqual(['{B}']);
  });

  test('that is not defined is an error with the place of the action', async () => {
    const error = await failure(() => play('!!play.echo content:x\n!!play.echo {none}'));
    expect(error.code).toBe('PLAY_UNKNOWN_SNIPPET');
    expect(error.message).toBe('the snippet `none` of `play.echo` (text:2:1) is not defined');
    expect(error.hint).toContain('snippetname:none');
  });
});
