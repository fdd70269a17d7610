import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { domOf, haveChromium, pictureOf } from '../support/browser.ts';
import { results, useWorld } from '../support/cli.ts';
import { hostile, play, playResumed } from '../support/played.ts';

const world = useWorld();

/** Writes the report of the latest session and gives its path. */
async function report(): Promise<string> {
  await results('session', 'report', '--html', 'report.html');
  return join(world.folder, 'report.html');
}

/** A copy of a page that may run one script of ours, which tells what it measured in the title. */
function measured(path: string, script: string, then = ''): string {
  const page = readFileSync(path, 'utf8').replace(
    "default-src 'none'",
    "default-src 'none'; script-src 'unsafe-inline'",
  );
  const copy = path.replace('.html', '-measured.html');
  writeFileSync(
    copy,
    page.replace('</body>', `<script>document.title = JSON.stringify(${script}); ${then}</script></body>`),
  );
  return copy;
}

function titleOf(dom: string): unknown {
  const [, text = ''] = /<title>(.*?)<\/title>/s.exec(dom) ?? [];
  return JSON.parse(text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>'));
}

function playHostile(): Promise<void> {
  const [script = '', image = ''] = hostile;
  const echo = `!!play.echo content:"${script.replaceAll('"', '')}"`;
  const copy = `!!server.copy file:"${image.replaceAll('"', '')}${'/a-long-path'.repeat(50)}"`;
  const text = ['!!printer.print', echo, `!!play.echo '${'x'.repeat(2000)}'`, copy].join('\n');
  return play('hostile', text, { output: `${hostile.join('\n')}\n` });
}

describe.skipIf(!haveChromium())('a report in a browser', () => {
  beforeEach(playResumed);

  it('is no wider than its window, on a phone and a desk', async () => {
    await playHostile();
    // A window is never narrower than 500, so frames stand for phones.
    const frames: string[] = [];
    for (const name of ['deploy', 'hostile']) {
      const path = join(world.folder, `${name}.html`);
      await results('session', 'report', name, '--html', path);
      const page = readFileSync(path, 'utf8').replaceAll('<details>', '<details open>');
      writeFileSync(path, page);
      const copy = measured(
        path,
        '[innerWidth, document.documentElement.scrollWidth]',
        'parent.postMessage(document.title, "*")',
      );
      for (const width of [320, 390, 1280])
        frames.push(`<iframe style="width:${width}px;height:900px;border:0" src="file://${copy}"></iframe>`);
    }
    const frame = join(world.folder, 'frame.html');
    const collect =
      'const all = []; addEventListener("message", ({ data }) => { all.push(JSON.parse(data)); document.title = JSON.stringify(all); })';
    writeFileSync(frame, `<!doctype html><script>${collect}</script>${frames.join('')}`);
    const seen = titleOf(domOf(frame, { width: 1400 })) as [number, number][];
    expect(seen.map(([width]) => width).sort((x, y) => x - y)).toEqual([320, 320, 390, 390, 1280, 1280]);
    for (const [width, needed] of seen) expect(needed).toBe(width);
  });

  it('has nothing but what it says itself: hostile texts make no element and run nothing', async () => {
    await playHostile();
    const dom = domOf(await report(), { width: 390 });
    expect(dom).toContain('<title>hostile: failed</title>');
    expect(dom).not.toMatch(/<(script|img|svg|b|i id|link|iframe|object|form)[\s>/]/i);
    const script =
      '[...document.querySelectorAll("*")].flatMap(each => [each.localName, ...each.getAttributeNames()])';
    const known =
      'html head meta title style body header h1 p dl div dt dd main section h2 ol li span h3 time pre code ul details summary i footer script ' +
      'lang charset http-equiv content name class id aria-labelledby aria-label aria-hidden datetime open style';
    for (const word of new Set(titleOf(domOf(measured(await report(), script), { width: 390 })) as string[]))
      expect(known.split(' ')).toContain(word);
  });

  it('does not run a script even where one stands in it', async () => {
    const path = await report();
    const page = readFileSync(path, 'utf8');
    const script =
      '<script>document.title = "owned"</script><img src="x" onerror="document.title = \'owned\'">';
    writeFileSync(path, page.replace('</body>', `${script}</body>`));
    expect(domOf(path, { width: 390 })).toContain('<title>deploy: done</title>');
  });

  it('has enough contrast, and other colours in the dark', async () => {
    const path = await report();
    const script = `(() => {
      const numbers = text => text.match(/[\\d.]+/g).map(Number);
      const light = text => {
        const [r, g, b] = numbers(text).map(each => each / 255).map(each => each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const behind = element => {
        const color = getComputedStyle(element).backgroundColor;
        return numbers(color)[3] === 0 ? behind(element.parentElement) : color;
      };
      const texts = [...document.querySelectorAll('body *')].filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()) && each.localName !== 'script');
      const ratios = texts.map(each => {
        const [a, b] = [light(getComputedStyle(each).color), light(behind(each))].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05);
      });
      return { least: Math.min(...ratios), count: ratios.length, back: getComputedStyle(document.body).backgroundColor };
    })()`;
    const copy = measured(path, script);
    const [day, night] = [false, true].map(
      isDark =>
        titleOf(domOf(copy, { width: 390, isDark })) as { least: number; count: number; back: string },
    );
    for (const seen of [day, night]) {
      expect(seen?.count).toBeGreaterThan(50);
      expect(seen?.least).toBeGreaterThanOrEqual(4.5);
    }
    expect([day?.back, night?.back]).toEqual(['rgb(246, 247, 249)', 'rgb(18, 21, 27)']);
  });

  it('can be drawn', async () => {
    const path = await report();
    const picture = pictureOf(path, join(world.folder, 'picture.png'), { width: 390 });
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([390, 844]);
    const other = pictureOf(path, join(world.folder, 'dark.png'), { width: 390, isDark: true });
    expect(other.equals(picture)).toBe(false);
  });
});
