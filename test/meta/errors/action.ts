import { called, checked, type Examples, played } from './example.ts';

export const action: Examples = {
  ACTION_BAD_DEFINITION: called(
    "defineActor('My Shop', {})",
    "Name actors and actions with a-z, 0-9 and `_`: `defineActor('my_shop', …)`.",
  ),
  ACTION_UNKNOWN: played(
    '!!play.ecko content:hello',
    'Write the name of an action that there is: `!!play.echo`.',
  ),
  ACTION_WRONG_KIND: called(
    `const shop = defineActor('shop', {
  close: { summary: 'Closes.', params: {}, kinds: ['task'], run() {} },
});
return check([parse('!!!!shop.close')], { registry: new Registry([shop]) });`,
    'Write as many exclamation marks as the message says.',
  ),
  ACTION_UNKNOWN_TEMPLATE: checked(
    "!!play.echo content:'Hello {CITY}'",
    'Set the name first, `!!session.env_set key:CITY val:Ghent`, or write `{{CITY}}` for the braces themselves.',
  ),
  ACTION_UNKNOWN_PARAM: checked('!!file.mkdir paths:out', 'Write a param that the action has: `path:out`.'),
};
