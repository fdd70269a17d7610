import { join } from 'node:path';
import vm from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';

let context: vm.Context;

/** Calls an exported function in the bare context; its result is a JSON text or plain data of that context. */
async function call(name: string, ...args: unknown[]): Promise<unknown> {
  const code = `page.${name}(...${JSON.stringify(args)})`;
  return JSON.parse(JSON.stringify(await vm.runInContext(code, context)));
}

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'browser-entry.ts')],
    bundle: true,
    format: 'iife',
    globalName: 'page',
    // With this platform esbuild refuses any import of a module of Node.
    platform: 'browser',
    write: false,
  });
  // Of the globals of a page only those that are not of the language: nothing of Node is there.
  context = vm.createContext({ TextEncoder, TextDecoder, btoa });
  vm.runInContext(outputFiles[0]?.text ?? '', context);
});

test('a plan is made in a browser, through an include, with the params of the context', async () => {
  const text = "!!include path:other.hero\n!!greet.hello who:'{who}'\n";
  const made = JSON.parse(
    (await call('plan', text, { 'other.hero': '!!greet.hello who:Ada' })) as string,
  ) as {
    context: string;
    actions: { name: string; key: string; changes: { what: string }[] }[];
  };
  expect(made.context).toBe('page');
  expect(made.actions.map(({ name, changes }) => [name, changes.map(({ what }) => what)])).toEqual([
    ['core.include', []],
    ['greet.hello', ['a greeting of Ada']],
    ['greet.hello', ['a greeting of the crew']],
  ]);
  for (const { key } of made.actions) expect(key).toMatch(/^[0-9a-f]{16}-1$/);
});

test('an include of itself is found in a browser, with the chain', async () => {
  const circle = call('plan', '!!include path:a.hero', { 'a.hero': '!!include path:a.hero' });
  await expect(circle).rejects.toMatchObject({
    code: 'PLAY_INCLUDE_CYCLE',
    message: expect.stringContaining('a.hero → a.hero'),
  });
});

test('faults are found in a browser', async () => {
  expect(await call('faults', '!!greet.hello who:Ada times:many\n')).toEqual(['PARAMS_NOT_A_NUMBER']);
  expect(await call('faults', '!!greet.hello\n')).toEqual(['PLAY_NO_ANSWER']);
  expect(await call('faults', '!!nobody.plays x:1\n')).toEqual(['ACTION_UNKNOWN']);
  expect(await call('faults', '!!greet.hello who:Ada\n')).toEqual([]);
});
