import { describe, expect, test } from 'vitest';
import { describeAction, effectOf, paramRows } from '../../src/action/describe.ts';
import { p } from '../../src/action/index.ts';
import { Secret } from '../../src/base/index.ts';
import { OurTime } from '../../src/params/index.ts';

const definition = {
  summary: 'Waters plants.',
  params: {
    plant: p.text().describe('which'),
    litres: p.int().default(2),
    key: p.secret().default(new Secret('s3cret')),
    pots: p.list().default([]),
    start: p.time().default(OurTime.fromEpoch(0)),
    note: p.text().optional(),
  },
  run() {},
};

describe('an action is described', () => {
  test('by a row for each param; the default of a secret stays one', () => {
    expect(paramRows(definition).map(({ name, kind, fallback }) => [name, kind, fallback])).toEqual([
      ['plant', 'text', ''],
      ['litres', 'int', '2'],
      ['key', 'secret', ''],
      ['pots', 'list', ''],
      ['start', 'time', String(OurTime.fromEpoch(0))],
      ['note', 'text', ''],
    ]);
    expect(paramRows(definition)[0]).toMatchObject({
      isRequired: true,
      isSecret: false,
      description: 'which',
    });
  });

  test('as data, which JSON holds without loss', () => {
    const data = describeAction('garden.water', { ...definition, open: true });
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(data).toMatchObject({ name: 'garden.water', summary: 'Waters plants.', open: true });
    expect(data.params.map(param => ('default' in param ? param.default : 'none'))).toEqual([
      'none',
      2,
      'none',
      [],
      String(OurTime.fromEpoch(0)),
      'none',
    ]);
  });

  test('with its effect where it has one', () => {
    expect(effectOf(definition)).toBeUndefined();
    const once = { ...definition, effect: 'once' as const };
    expect(effectOf(once)).toBe('once');
    expect(describeAction('a.b', once)).toMatchObject({ effect: 'once' });
  });
});
