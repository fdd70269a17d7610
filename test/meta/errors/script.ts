import { called, type Examples, read, typed } from './example.ts';

export const script: Examples = {
  SCRIPT_NOT_UTF8: typed(
    String.raw`printf '!!play.echo caf\351\n' | hero check -`,
    'Save the file as UTF-8.',
  ),
  SCRIPT_TOO_LARGE: called(
    "return parse('!!play.echo hello', { maxLength: 10 }).diagnostics;",
    'Split the text over several files, or raise the limit when you know what you read.',
  ),
  SCRIPT_TOO_MANY_ACTIONS: called(
    "return parse('!!play.echo one\\n!!play.echo two', { maxActions: 1 }).diagnostics;",
    'Split the text over several files, or raise the limit when you know what you read.',
  ),
  SCRIPT_VALUE_TOO_LONG: called(
    "return parse('!!play.echo content:hello', { maxValueLength: 8 }).diagnostics;",
    'Put the long text in a file and its path in the param, or raise the limit.',
  ),
  SCRIPT_CONTROL_CHARACTER: typed(
    String.raw`printf '!!play.echo one\001two\n' | hero check -`,
    'Remove the character: it cannot be seen, and no value can hold it.',
  ),
  SCRIPT_BIDI_CONTROL: typed(
    String.raw`printf '!!play.echo one\342\200\256two\n' | hero check -`,
    'Remove the character: with it a script looks different from what it does.',
  ),
  SCRIPT_TOO_MANY_BANGS: read('!!!!!play.echo hello', 'Write two exclamation marks: `!!play.echo hello`.'),
  SCRIPT_EMPTY_NAME: read(
    '!!play..echo hello',
    'Write actor and name with one dot between: `!!play.echo hello`.',
  ),
  SCRIPT_BAD_NAME: read('!!play.écho hello', 'Write names with a-z, 0-9 and `_`: `!!play.echo hello`.'),
  SCRIPT_TOO_MANY_PARTS: read('!!a.b.c.d.e.f.g.h.i', 'Write a name of at most eight parts, such as `!!a.b`.'),
  SCRIPT_UNCLOSED_QUOTE: read(
    "!!play.echo content:'Good morning",
    "Close the quote: `content:'Good morning'`.",
  ),
  SCRIPT_UNCLOSED_BLOCK: read(
    "!!file.write path:a.txt content:'\n    first line\n    second line",
    'Close the block with the same quote on a line of its own.',
  ),
  SCRIPT_UNCLOSED_COMMENT: read(
    '!!play.echo content:hello <!-- for now',
    'Close the comment with `-->`, or begin it with `//`.',
  ),
  SCRIPT_TEXT_AFTER_QUOTE: read(
    "!!play.echo content:'it's late'",
    'Use the other kind of quotes, `"it\'s late"`, or write `\\\'` for a quote inside.',
  ),
  SCRIPT_ILLEGAL_CHARACTER: read(
    '!!play.echo content:hello &',
    "Put what is meant as text between quotes: `content:'hello &'`.",
  ),
  SCRIPT_PROSE_UNDER_ACTION: read(
    '!!play.echo content:hello\n    - greets the person',
    'Begin prose at the start of its line.',
  ),
  SCRIPT_SPACE_BEFORE_COLON: read(
    '!!play.echo content : hello',
    'Write the colon directly behind the key: `content: hello`.',
  ),
  SCRIPT_COLON_IN_NAME: read(
    '!!play:echo content:hello',
    'Write a dot between actor and name: `!!play.echo`.',
  ),
  SCRIPT_VALUE_LIKE_PARAM: read(
    "!!play.ask name: question:'Who?'",
    "Write the value that is missing, or `name:''` for an empty one.",
  ),
  FORMAT_ERRORS: called(
    `format("!!play.echo content:'hello")`,
    'Repair the errors first; `hero check` shows them.',
  ),
  EDIT_NO_ACTION: called(
    "setParam('!!play.echo content:hello', 1, 'content', 'hi')",
    'Count actions from 0, and repair an action that has an error before it is edited.',
  ),
  EDIT_NO_PARAM: called(
    "removeParam('!!play.echo content:hello', 0, 'text')",
    'Name a param that the action has; `setParam` adds one.',
  ),
  EDIT_UNSAFE: called(
    "renameAction('!!play.echo content:hello', 0, 'two words')",
    'Give a name that a script can hold, such as `play.two_words`.',
  ),
};
