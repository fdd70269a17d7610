import { describe, expect, test } from 'vitest';
import { OurTime, Params } from '../../src/params/index.ts';
import { sharedJson } from '../support/shared.ts';
import { thrown } from './thrown.ts';

const now = 1_700_000_000;
const places = { base: '/work', home: '/home/ada' };

const params =
  Params.parse(`name:'Ada L' n:7 neg:'-7' big:9007199254740993 pi:3.25 half:'50%' yes:On no:off empty:'' odd:perhaps
size:'1.5 GB' price:'10 EUR' start:'+1h' at:'16:21' span:'2024-01-01..2024-01-02' mail:ada@example.org mails:'a@x.org, b@x.org'
phone:'+32 470 12 34 56' phones:'+32470123456,+32470123457' where:'../x' inner:'a:1 b' first Second 3`);

describe('making params', () => {
  test('of pairs and of records takes values verbatim', () => {
    expect(Params.from([['A', " 'x' "]]).get('a')).toBe(" 'x' ");
    expect(Params.from({ a: '\\n' }).get('a')).toBe('\\n');
    expect(Params.from(new Map([['a', '1']])).get('a')).toBe('1');
  });
});

describe('a getter', () => {
  test.each<[string, (given: Params) => unknown, unknown]>([
    ['get', given => given.get('NAME'), 'Ada L'],
    ['getDefault', given => given.getDefault('name', 'x'), 'Ada L'],
    ['getInt', given => given.getInt('n'), 7],
    ['getU8', given => given.getU8('n'), 7],
    ['getU16', given => given.getU16('n'), 7],
    ['getU32', given => given.getU32('n'), 7],
    ['getU64', given => given.getU64('big'), 9007199254740993n],
    ['getI64', given => given.getI64('neg'), -7n],
    ['getFloat', given => given.getFloat('pi'), 3.25],
    ['getPercentage', given => given.getPercentage('half'), 0.5],
    ['getBool', given => [given.getBool('yes'), given.getBool('no')], [true, false]],
    [
      'getDefaultTrue',
      given => ['yes', 'no', 'empty', 'odd', 'none'].map(key => given.getDefaultTrue(key)),
      [true, false, true, false, true],
    ],
    [
      'getDefaultFalse',
      given => ['yes', 'no', 'empty', 'odd', 'none'].map(key => given.getDefaultFalse(key)),
      [true, false, false, true, false],
    ],
    ['getStorageBytes', given => given.getStorageBytes('size'), 1.5 * 1024 ** 3],
    ['getStorageGigabytes', given => given.getStorageGigabytes('size'), 2],
    ['getTime', given => given.getTime('start', now), OurTime.fromEpoch(now + 3600)],
    ['getTimestamp', given => given.getTimestamp('at'), 16 * 3600 + 21 * 60],
    ['getEmail', given => given.getEmail('mail'), 'ada@example.org'],
    ['getEmails', given => given.getEmails('mails'), ['a@x.org', 'b@x.org']],
    ['getPath', given => given.getPath('where', places), '/x'],
    ['getParams', given => given.getParams('inner').toJSON(), Params.parse('a:1 b').toJSON()],
    ['getFromMap', given => given.getFromMap('yes', 'off', { 'on, 1': 'up', off: 'down' }), 'up'],
    ['getArg', given => [given.getArg(0), given.getArg(1)], ['first', 'Second']],
    ['getArgInt', given => given.getArgInt(2), 3],
    ['getArgDefault', given => [given.getArgDefault(1, 'x'), given.getArgDefault(3, 'x')], ['Second', 'x']],
    ['getArgIntDefault', given => [given.getArgIntDefault(2, 9), given.getArgIntDefault(3, 9)], [3, 9]],
    ['getArgCheck', given => given.getArgCheck(1, 3), 'Second'],
    ['lenArg', given => given.lenArg, 3],
  ])('%s', (_name, read, value) => {
    expect(read(params)).toEqual(value);
  });

  test('of money, telephone numbers and intervals', () => {
    expect(params.getAmount('price')).toMatchObject({ value: 10, currency: 'EUR' });
    expect(params.getTelnr('phone')).toBe('32 470 12 34 56');
    expect(params.getTelnrs('phones')).toEqual(['32470123456', '32470123457']);
    const { start, end } = params.getTimeInterval('span', now);
    expect([start.day(), end.day()]).toEqual(['2024-01-01', '2024-01-02']);
  });

  test.each<[string, (given: Params) => unknown, unknown]>([
    ['getDefault', given => given.getDefault('none', 'x'), 'x'],
    ['getIntDefault', given => given.getIntDefault('none', 1), 1],
    ['getU8Default', given => given.getU8Default('none', 1), 1],
    ['getU16Default', given => given.getU16Default('none', 1), 1],
    ['getU32Default', given => given.getU32Default('none', 1), 1],
    ['getU64Default', given => given.getU64Default('none', 1n), 1n],
    ['getI64Default', given => given.getI64Default('none', 1n), 1n],
    ['getFloatDefault', given => given.getFloatDefault('none', 1.5), 1.5],
    ['getPercentageDefault', given => given.getPercentageDefault('none', '25%'), 0.25],
    ['getBoolDefault', given => given.getBoolDefault('none', true), true],
    ['getStorageBytesDefault', given => given.getStorageBytesDefault('none', 5), 5],
    ['getStorageGigabytesDefault', given => given.getStorageGigabytesDefault('none', 5), 5],
    ['getTimeDefault', given => given.getTimeDefault('none', '+1d', now), OurTime.fromEpoch(now + 86_400)],
    ['getTimestampDefault', given => given.getTimestampDefault('none', 60), 60],
    ['getPathDefault', given => given.getPathDefault('none', '~/y', places), '/home/ada/y'],
    ['getEmailDefault', given => given.getEmailDefault('none', 'x@y.org'), 'x@y.org'],
    ['getEmailsDefault', given => given.getEmailsDefault('none', ['x@y.org']), ['x@y.org']],
    ['getTelnrDefault', given => given.getTelnrDefault('none', '+3212345678'), '3212345678'],
    ['getTelnrsDefault', given => given.getTelnrsDefault('none', ['+3212345678']), ['3212345678']],
    ['getFromMap', given => given.getFromMap('none', 'off', { on: 'up', off: 'down' }), 'down'],
  ])('%s of a missing param gives the default', (_name, read, value) => {
    expect(read(params)).toEqual(value);
  });

  test('of money takes its default as text', () => {
    expect(params.getAmountDefault('none', '5 USD')).toMatchObject({ value: 5, currency: 'USD' });
    expect(params.getAmountDefault('price', '5 USD')).toMatchObject({ value: 10, currency: 'EUR' });
  });

  test.each<[(given: Params) => unknown, string]>([
    [given => given.get('none'), 'PARAMS_MISSING'],
    [given => given.getInt('name'), 'PARAMS_NOT_A_NUMBER'],
    [given => given.getIntDefault('name', 1), 'PARAMS_NOT_A_NUMBER'],
    [given => given.getInt('big'), 'PARAMS_OUT_OF_RANGE'],
    [given => given.getU8('neg'), 'PARAMS_NOT_A_NUMBER'],
    [given => given.getU64('neg'), 'PARAMS_NOT_A_NUMBER'],
    [given => given.getBool('odd'), 'PARAMS_NOT_A_BOOL'],
    [given => given.getBoolDefault('odd', true), 'PARAMS_NOT_A_BOOL'],
    [given => given.getStorageBytes('name'), 'PARAMS_NOT_A_SIZE'],
    [given => given.getAmount('name'), 'PARAMS_NOT_AN_AMOUNT'],
    [given => given.getTime('name', now), 'PARAMS_TIME_FORMAT'],
    [given => given.getFromMap('odd', 'none', { a: 'b' }), 'PARAMS_NO_CHOICE'],
    [given => given.getArg(3), 'PARAMS_MISSING'],
    [given => given.getArgInt(0), 'PARAMS_NOT_A_NUMBER'],
    [given => given.getArgCheck(0, 2), 'PARAMS_ARGUMENT_COUNT'],
    [given => given.getPath('where', { ...places, root: '/work' }), 'PARAMS_OUTSIDE_ROOT'],
    [given => given.getPath('where', { ...places, exists: () => false }), 'PARAMS_PATH_NOT_FOUND'],
  ])('%# fails with a code', (read, code) => {
    expect(thrown(() => read(params)).code).toBe(code);
  });
});

describe('A07: paths that lead out', () => {
  const [hostile] = sharedJson<{ id: string; input: string }>('hostile.json').filter(
    ({ id }) => id === 'A07',
  );
  const given = Params.parse((hostile?.input ?? '').replace('!!a.b', ''));
  const root = '/srv';

  test.skipIf(!hostile).each(['p1', 'p3', 'p5', 'p6', 'p7'])('%s is refused', key => {
    expect(thrown(() => given.getPath(key, { ...places, root })).code).toBe('PARAMS_OUTSIDE_ROOT');
  });

  test.skipIf(!hostile)('p4 is refused, which leads above its root', () => {
    expect(given.get('p4')).toBe('sub/../../out');
    expect(thrown(() => given.getPath('p4', { ...places, root })).code).toBe('PARAMS_OUTSIDE_ROOT');
  });

  test.skipIf(!hostile)('p2 is a path with a `~` in it, which stands for itself', () => {
    expect(given.getPath('p2', { ...places, root })).toBe('/srv/a~b');
    expect(given.getPath('p2', places)).toBe('/srv/a~b');
  });
});
