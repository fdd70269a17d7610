import { describe, expect, test } from 'vitest';
import { OurTime, openContext } from '../../src/index.ts';
import { failure, isolate, now, open, play } from '../play/world.ts';

isolate();

describe('env in scripts', () => {
  test('is set by `val` or `value`, also to nothing', async () => {
    expect(
      await play(
        "!!session.env_set key:A val:a\n!!session.env_set key:B value:''\n!!play.echo content:'{A}{B}.'",
      ),
    ).toEqual(['a.']);
    expect((await failure(() => play('!!session.env_set key:A'))).code).toBe('PARAMS_MISSING');
    expect((await failure(() => play('!!session.env_set val:A'))).code).toBe('PARAMS_MISSING');
  });

  test('is set once', async () => {
    expect(
      await play(
        '!!session.env_set_once key:A val:1\n!!session.env_set_once key:a val:1\n!!play.echo content:{A}',
      ),
    ).toEqual(['1']);
    const error = await failure(() =>
      play('!!session.env_set_once key:A val:1\n!!session.env_set_once key:A val:2'),
    );
    expect(error.code).toBe('PLAY_ALREADY_SET');
    expect(error.diagnostics[0]?.span?.source.position(error.diagnostics[0].span.start).line).toBe(2);
  });

  test('is deleted', async () => {
    const text =
      '!!session.env_set key:A val:1\n!!session.env_delete key:a\n!!session.env_delete key:none\n!!play.echo content:{A}';
    expect(await play(text)).toEqual(['{A}']);
  });

  test('takes a value as it is written when it is literal', async () => {
    const text =
      "!!session.env_set key:A val:1\n!!session.env_set key:B val:'{A}'\n!!session.env_set key:C val:'{A}' literal:true\n!!play.echo content:'{B} {C}'";
    expect(await play(text)).toEqual(['1 {A}']);
  });
});

describe('core.session_define', () => {
  test('sets the times, relative ones once', async () => {
    const session = await open({
      playbookText: "!!core.session_define name:nightly start:'-1h' end:'2030-01-31 02:00'",
    });
    await session.run();
    expect([session.name, session.start.unix(), session.end?.full()]).toEqual([
      'nightly',
      now - 3600,
      '2030-01-31 02:00:00',
    ]);
    expect((await session.context.sessions())[0]?.start).toEqual(OurTime.fromEpoch(now - 3600));
  });

  test('without times leaves them', async () => {
    const session = await open({ playbookText: '!!core.session_define', run: true });
    expect(session.start.unix()).toBe(now);
  });

  test('with a bad time is an error', async () => {
    expect((await failure(() => play("!!core.session_define start:'31-31-2020'"))).code).toBe(
      'PARAMS_TIME_VALUE',
    );
  });
});

describe('core.priorities_add', () => {
  test('with a bad number is an error', async () => {
    expect((await failure(() => play("!!core.priorities_add 99:'a.*'"))).code).toBe('PLAY_BAD_PRIORITY');
  });
});

describe('core.params_*_set', () => {
  test('merge what they are given, arguments too', async () => {
    const session = await open({
      playbookText:
        '!!core.params_session_set a:1 b:1 word\n!!core.params_session_set b:2\n!!core.params_context_set c:3',
    });
    await session.run();
    expect(Object.fromEntries(session.params.toMap())).toEqual({ a: '1', b: '2' });
    expect(session.params.args).toEqual(['word']);
    expect((await openContext('default', { home: session.context.home })).params.get('c')).toBe('3');
  });
});
