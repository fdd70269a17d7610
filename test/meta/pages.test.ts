import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { paramRows } from '../../src/action/describe.ts';
import type { ActionDefinition } from '../../src/action/index.ts';
import { builtins } from '../../src/actors/index.ts';
import type { ActionContext } from '../../src/play/index.ts';
import { tokenKinds } from '../../src/script/index.ts';
import { root } from '../support/shared.ts';

/** Compares a page with what it should be; `UPDATE=1` (npm run docs) writes it. */
function comparePage(path: string, text: string): void {
  if (process.env.UPDATE) writeFileSync(join(root, path), text);
  expect(readFileSync(join(root, path), 'utf8')).toBe(text);
}

describe('pages that are made from the source', () => {
  test('docs/actions.md', () => {
    const actors = builtins.map(({ name, actions }) => {
      const sections = [...actions].map(([action, definition]) =>
        actionSection(`${name}.${action}`, definition),
      );
      return `## ${name}\n\n${sections.join('\n')}`;
    });
    const intro =
      '# Built-in actions\n\nMade from the definitions by `npm run docs`. `*` marks a param that must be given; actions marked *prepares* take effect\nwhile the script is read, before anything else runs.\n';
    comparePage('docs/actions.md', [intro, ...actors].join('\n'));
  });

  test('the tokens of GRAMMAR.md', () => {
    const rows = Object.entries(tokenKinds).map(
      ([kind, { scope, about }]) => `| ${kind} | ${about} | \`${scope}\` |`,
    );
    const table = `| token | what it is | scope |\n| --- | --- | --- |\n${rows.join('\n')}`;
    const page = readFileSync(join(root, 'GRAMMAR.md'), 'utf8');
    const marked = /(<!-- tokens -->\n)[\s\S]*?(<!-- \/tokens -->)/;
    expect(page).toMatch(marked);
    comparePage('GRAMMAR.md', page.replace(marked, `$1${table}\n$2`));
  });
});

function actionSection(name: string, definition: ActionDefinition<ActionContext>): string {
  const params = paramRows(definition).map(({ name: key, kind, isRequired, fallback, description }) => {
    const unless = fallback === '' ? '' : ` (default \`${fallback}\`)`;
    const about = description === '' ? '' : ` – ${description}`;
    return `- \`${key}\`${isRequired ? '*' : ''} ${kind}${unless}${about}`;
  });
  const open = definition.open ? ['- any other param'] : [];
  const list = [...params, ...open].join('\n');
  const examples = (definition.examples ?? []).map(example => `\`\`\`heroscript\n${example}\n\`\`\`\n`);
  const summary = `${definition.summary}${definition.prepares ? ' *Prepares.*' : ''}`;
  return `### ${name}\n\n${summary}\n\n${list && `${list}\n\n`}${examples.join('\n')}`;
}
