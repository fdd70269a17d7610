import { describe, expect, test } from 'vitest';
import { formatAction, parse, print } from '../../src/script/index.ts';
import { itemsOf, placesOf } from './found.ts';
import { readBack, soundActions, toPlain } from './plain.ts';

describe('scripts made to do harm', () => {
  test('a quote without an end does not swallow the next action', () => {
    const text = "!!play.echo content:'never closed\n!!git.clone url:'https://h/a/b'\n";
    expect(placesOf(text)).toEqual(['SCRIPT_UNCLOSED_QUOTE 1:21']);
    expect(soundActions(text).map(itemsOf)).toEqual([['url=https://h/a/b']]);
  });

  test('brackets without an end are an ordinary value, however many', () => {
    const [action] = parse(`!!a.b list:${'['.repeat(200_000)}`).actions;
    expect(itemsOf(action)).toEqual([`list=${'['.repeat(200_000)}`]);
  });

  test('control characters are told with their place, and the action is broken', () => {
    const text = "!!play.echo content:'a\u0000b' url:'https://h/a\u0007/b'\n!!play.echo content:'c'\n";
    expect(placesOf(text)).toEqual(['SCRIPT_CONTROL_CHARACTER 1:23']);
    expect(soundActions(text)).toHaveLength(1);
  });

  test('text cannot be turned around', () => {
    const text = "!!play.echo content:'safe' // \u202e'live':tnetnoc ohce.yalp!!\u2066\n";
    expect(placesOf(text)).toEqual(['SCRIPT_BIDI_CONTROL 1:31']);
    expect(soundActions(text)).toEqual([]);
  });

  test('a letter of another script does not make another name', () => {
    const text = "!!g\u0456t.clone url:'https://h/a/b'\n";
    expect(placesOf(text)).toEqual(['SCRIPT_BAD_NAME 1:4']);
    expect(soundActions(text)).toEqual([]);
  });

  test('names of built-in properties are ordinary names and keys', () => {
    const text =
      "!!__proto__.constructor prototype:'x'\n!!constructor.to_string __proto__:1\n!!play.hasownproperty k:1\n";
    const written = soundActions(text).map(action => formatAction(toPlain(action)));
    expect(written).toEqual([
      '!!__proto__.constructor prototype:x',
      '!!constructor.to_string __proto__:1',
      '!!play.hasownproperty k:1',
    ]);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('k');
    expect('prototype' in {}).toBe(false);
  });

  test('an action in a block is text, also after printing', () => {
    const text =
      "!!doc.set name:'d' text:'\n    line one\n    !!git.clone url:https://evil/x\n    // not a comment\n    '\n!!play.echo content:'after'\n";
    const actions = soundActions(text);
    const expected = ['name=d', 'text=line one\n!!git.clone url:https://evil/x\n// not a comment'];
    expect(actions.map(itemsOf)).toEqual([expected, ['content=after']]);
    expect(itemsOf(readBack(formatAction(toPlain(actions[0] as never))))).toEqual(expected);
    expect(print(parse(text))).toBe(text);
  });
});
