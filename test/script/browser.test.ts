import vm from 'node:vm';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bundleScript } from './bundle.ts';

test('the language is one small file that needs nothing of Node', async () => {
  const code = await bundleScript();
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(15_000);
  const context = vm.createContext({});
  vm.runInContext(code, context);
  const result = vm.runInContext(
    "(() => { const d = script.parse('!!a.b k:1\\n'); return script.print(d) + d.actions[0].items[0].key; })()",
    context,
  );
  expect(result).toBe('!!a.b k:1\nk');
});
