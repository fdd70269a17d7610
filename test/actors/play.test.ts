import { describe, expect, test } from 'vitest';
import type { Question } from '../../src/index.ts';
import { failure, isolate, open, play } from '../play/world.ts';

isolate();

describe('play.echo', () => {
  test('says its content, else its arguments', async () => {
    expect(await play("!!play.echo content:'a b'\n!!play.echo 'c d' e\n!!play.echo content:''")).toEqual([
      'a b',
      'c d e',
      '',
    ]);
    expect((await failure(() => play('!!play.echo'))).code).toBe('PARAMS_MISSING');
  });
});

describe('play.ask', () => {
  const script = (rest: string) =>
    `!!play.ask name:answer question:'What?' ${rest}\n!!play.echo content:'{answer}'`;

  test('asks the person and keeps the answer', async () => {
    const asked: unknown[] = [];
    const text = script("type:choices choices:'red','light blue' default:red minlen:2 secret:true");
    const ask = async (question: Question) => {
      asked.push(question);
      return "'light blue', red";
    };
    const said = await play(text, { ask });
    // What is secret is not said, however it is asked for.
    expect(said).toEqual(['[secret]']);
    expect(asked).toEqual([
      {
        id: 'answer',
        text: 'What?',
        type: 'choices',
        choices: ['red', 'light blue'],
        default: 'red',
        minLength: 2,
        secret: true,
      },
    ]);
  });

  test('takes a session param of that name instead', async () => {
    expect(await play(`!!core.params_session_set answer:known\n${script('')}`)).toEqual(['known']);
  });

  test('takes the default in a run that cannot ask', async () => {
    expect(await play(script('type:yesno default:y'), { interactive: false })).toEqual(['true']);
  });

  test('without any answer is an error that names every way to give one', async () => {
    const session = await open({ interactive: false, playbookText: script('') });
    const error = await failure(() => session.run());
    expect(error.code).toBe('PLAY_NO_ANSWER');
    expect(error.message).toContain('`answer`');
    expect(error.hint).toMatch(/--set answer=.*--answers.*HERO_ANSWER_ANSWER.*terminal/);
  });

  test.each([
    ['type:choice', 'PARAMS_MISSING'],
    ["type:choices choices:''", 'PARAMS_MISSING'],
    ['type:colour', 'PARAMS_NO_CHOICE'],
    ['minlen:x', 'PARAMS_NOT_A_NUMBER'],
    ['type:yesno default:perhaps', 'PLAY_BAD_ANSWER'],
  ])('with %s is %s', async (rest, code) => {
    expect((await failure(() => play(script(rest)))).code).toBe(code);
  });
});
