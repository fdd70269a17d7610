import { called, type Examples, played, remote, typed } from './example.ts';

export const play: Examples = {
  PLAY_BAD_ARGUMENTS: called(
    "await newSession({ playbookText: '!!play.echo hello', playbookPath: 'script.hero' })",
    'Give only one of the two.',
  ),
  PLAY_BAD_NAME: called(
    "await newSession({ contextName: 'my context' })",
    "Name it with a-z, 0-9, `_`, `.` and `-`: `contextName: 'my-context'`.",
  ),
  PLAY_NO_CONTEXT: typed(
    'hero session list --context opps',
    'Name a context that there is; `hero context list` shows them.',
  ),
  PLAY_NO_SESSION: typed(
    "hero run -t '!!play.echo hello' --session nightly\nhero show daily",
    'Name a session that there is; `hero session list` shows them.',
  ),
  PLAY_OTHER_CONTEXT: typed(
    "hero run -t '!!context.configure name:ops' --context home",
    'Run it in the context that it names: `--context ops`.',
  ),
  PLAY_BAD_STATE: typed(
    "hero run -t '!!play.echo hello'\necho broken > hero-home/contexts/default/context.json\nhero session list",
    'Restore the file from a backup, or remove it to start over.',
  ),
  PLAY_NEWER_FORMAT: typed(
    "hero run -t '!!play.echo hello'\necho '{\"format\":9}' > hero-home/home.json\nhero session list",
    'Open it with the version of heroplay that wrote it, or a newer one.',
  ),
  PLAY_PATH_NOT_FOUND: typed('hero run deploi.hero', 'Correct the path.'),
  PLAY_SCRIPT_ERRORS: called(
    `await newSession({ playbookText: "!!play.echo content:'hello" })`,
    'Repair the errors that it holds; `hero check` shows them without playing.',
  ),
  PLAY_BAD_PRIORITY: played(
    "!!core.priorities_add 120:'file.*'",
    "Write a number from 0 to 98: `20:'file.*'`.",
  ),
  PLAY_NOT_FOUND: called(
    `const session = await newSession({ playbookText: '!!play.echo hello' });
session.playbook.get({ filter: 'play.ask' });`,
    'Correct the filter, or use `find`, which gives an empty list.',
  ),
  PLAY_MORE_THAN_ONE: called(
    `const session = await newSession({ playbookText: '!!play.echo one\\n!!play.echo two' });
session.playbook.get({ filter: 'play.echo' });`,
    'Narrow the filter down, or use `find`, which gives all of them.',
  ),
  PLAY_ACTIONS_LEFT: called(
    `const session = await newSession({ playbookText: '!!play.echo hello' });
session.playbook.emptyCheck();`,
    'Play the session first, or see to it that something plays each action.',
  ),
  PLAY_NOT_DONE: called(
    `const shop = { name: 'shop', filter: 'shop.*', play() {} };
await newSession({ playbookText: '!!shop.open', actors: [shop], run: true });`,
    'Set `action.done = true` on each action that the module plays, or loop with `session.play(filter)`.',
  ),
  PLAY_INCLUDE_TARGET: played('!!play.include', 'Say what to include: `path:other.hero` or a `url:`.'),
  PLAY_INCLUDE_CYCLE: played('!!play.include path:script.hero', 'Include each script from one side only.'),
  PLAY_INCLUDE_DEPTH: typed(
    `for n in $(seq 1 20); do echo "!!play.include path:$((n + 1)).hero" > $n.hero; done
hero run 1.hero`,
    'Include the scripts one behind the other instead of each from the one before.',
  ),
  PLAY_INCLUDE_COUNT: typed(
    `mkdir many; for n in $(seq 1 1001); do echo > many/$n.hero; done
hero run -t '!!play.include path:many'`,
    'Include fewer files, and each only once.',
  ),
  PLAY_INCLUDE_REFUSED: remote(
    "!!play.include url:'https://git.example/eve/tools'",
    'Allow the account when you trust it, as the hint says, or keep a copy of what is included.',
  ),
  PLAY_UNKNOWN_SNIPPET: played(
    '!!play.echo {shout}',
    "Define it: `!!core.snippet snippetname:shout content:'Hello'`.",
  ),
  PLAY_ALREADY_SET: played(
    '!!session.env_set key:CITY val:Ghent\n!!session.env_set_once key:CITY val:Bruges',
    'Set it in one place only, or use `session.env_set` to change it.',
  ),
  PLAY_NOT_SET: played(
    '!!config.get key:city',
    'Set it before, `!!config.set key:city value:Ghent`, or give a `default:`.',
  ),
  PLAY_NO_ANSWER: played(
    "!!play.ask name:city question:'Where to?'",
    'Give the answer with `--set city=Ghent` or by a `default:`, or run the script in a terminal.',
  ),
  PLAY_BAD_ANSWER: played(
    "!!play.ask name:sure question:'Sure?' type:yesno default:perhaps",
    'Answer what is asked for: `default:yes`.',
  ),
  PLAY_FAILED: played(
    "!!file.mkdir path:notes\n!!file.write path:notes content:'hello'",
    'Read what the system said: here a folder stands where the file should be.',
  ),
  PLAY_INTERRUPTED: called(
    `const session = await newSession({ playbookText: '!!play.echo hello' });
await session.run({ signal: AbortSignal.abort() });`,
    'Go on with `session.run({ resume: true })`: what was finished is not played again.',
  ),
  PLAY_TIMEOUT: played(
    '!!exec.run cmd:sleep args:60 play.timeout:1s',
    'Give it more time, `play.timeout:2m`, or find out why it takes so long.',
  ),
  PLAY_UNFINISHED: typed(
    "hero run -t '!!exec.run cmd:false' --session nightly 2> first.txt\nhero run -t '!!play.echo hello' --session nightly",
    'Continue it as the hint says, start it over with `--restart`, or name another session.',
  ),
  PLAY_NOTHING_TO_RESUME: typed(
    "hero run -t '!!play.echo hello' --session nightly\nhero resume nightly",
    'Play the script again with `hero run`: its last run came to its end.',
  ),
  PLAY_IN_DOUBT: typed(
    "hero run -t '!!exec.run cmd:false' 2> first.txt\nhero resume",
    'Look whether it was done, and say so: `hero resume --resolve 1=done`, or `1=retry`.',
  ),
  PLAY_CHANGED: typed(
    `printf '!!file.mkdir path:notes\\n!!exec.run cmd:false\\n' > script.hero
hero run script.hero 2> first.txt
printf '!!file.mkdir path:letters\\n!!exec.run cmd:true\\n' > script.hero
hero resume`,
    'Undo the change of what was played, or continue all the same with `--accept-changes`.',
  ),
  PLAY_JOURNAL_CORRUPT: typed(
    `hero run -t '!!exec.run cmd:false' --session nightly 2> first.txt
sed -i.bak s/false/true/ hero-home/contexts/default/sessions/nightly/journal.jsonl
hero resume nightly`,
    'Restore the journal from a backup, or play the script in another session.',
  ),
  PLAY_SECRET_WITHHELD: typed(
    `hero run -t "!!core.params_session_set token:a1b2c3
!!file.copy from:missing.txt to:copy.txt
!!file.write path:note.txt content:'the word is a1b2c3'" 2> first.txt
hero resume`,
    'Keep such a script in a file: that is read again, where a text is kept without its secrets.',
  ),
  PLAY_PLAN_BAD: typed(
    `echo '!!file.mkdir path:notes' > script.hero
hero plan script.hero --out plan.json > plan.txt
sed -i.bak s/notes/letters/ plan.json
hero apply plan.json`,
    'Make the plan again: one that was changed by hand is not applied.',
  ),
  PLAY_PLAN_STALE: typed(
    `echo '!!file.write path:a.txt content:one' > script.hero
hero plan script.hero --out plan.json > plan.txt
echo two > a.txt
hero apply plan.json`,
    'Look at what changed, and make the plan again.',
  ),
  PLAY_USE_REFUSED: remote(
    '!!play.use path:actors.js',
    'Copy the actors to this machine once you have read them, and use them in a script of your own.',
  ),
  PLAY_ACTORS_FILE: typed(
    "echo 'export const actors = 5' > hero.config.mjs\nhero actors",
    'Export actors by default, as the hint shows.',
  ),
};
