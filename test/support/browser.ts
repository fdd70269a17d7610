import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
];

/** Whether there is a browser to look at pages with. */
export function haveChromium(): boolean {
  if (spawnSync('chromium', ['--version', '--no-sandbox'], { stdio: 'ignore' }).status === 0) return true;
  console.log('skipped: needs chromium');
  return false;
}

export interface Window {
  readonly width: number;
  readonly height?: number;
  readonly isDark?: boolean;
}

function browse(path: string, { width, height = 844, isDark = false }: Window, words: string[]): string {
  const data = mkdtempSync(join(tmpdir(), 'heroplay-browser-'));
  const scheme = `--blink-settings=preferredColorScheme=${isDark ? 0 : 1}`;
  const all = [...flags, `--user-data-dir=${data}`, scheme, `--window-size=${width},${height}`, ...words];
  try {
    return execFileSync('chromium', [...all, `file://${path}`], {
      encoding: 'utf8',
      timeout: 60_000,
      maxBuffer: 64_000_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } finally {
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A page as the browser has it after it was loaded. */
export function domOf(path: string, window: Window): string {
  return browse(path, window, ['--dump-dom']);
}

/** A picture of a page, as PNG. */
export function pictureOf(path: string, picture: string, window: Window): Buffer {
  browse(path, window, [`--screenshot=${picture}`]);
  return readFileSync(picture);
}
