import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';

/** Whether tmux is there; on a machine where we may, it is installed. */
export function haveTmux(): boolean {
  const found = () => spawnSync('tmux', ['-V']).status === 0;
  if (!found() && process.getuid?.() === 0) {
    spawnSync('apt-get', ['install', '-y', '-q', 'tmux'], { stdio: 'ignore', timeout: 120_000 });
  }
  if (found()) return true;
  console.log('skipped: needs tmux');
  return false;
}

/** A terminal with a shell in it, as a person has one. */
export class Terminal {
  readonly #server = `hero-${randomUUID()}`;

  constructor({
    env,
    columns = 80,
    rows = 24,
  }: { env: Record<string, string>; columns?: number; rows?: number }) {
    const size = ['-x', String(columns), '-y', String(rows)];
    const shell = 'env -u CI -u NO_COLOR bash --norc';
    execFileSync('tmux', [...this.#words, 'new-session', '-d', ...size, shell], { env });
  }

  get #words(): string[] {
    return ['-L', this.#server, '-f', '/dev/null'];
  }

  /** Types text, then presses keys by their names, such as `Enter` and `C-c`. */
  type(text: string, ...keys: string[]): void {
    if (text !== '') execFileSync('tmux', [...this.#words, 'send-keys', '-l', text]);
    if (keys.length > 0) execFileSync('tmux', [...this.#words, 'send-keys', ...keys]);
  }

  /** Copies all that is written to the terminal from now on into a file. */
  record(path: string): void {
    execFileSync('tmux', [...this.#words, 'pipe-pane', `cat > '${resolve(path)}'`]);
  }

  /** What stands on the screen, with colours as escape sequences if wanted. */
  screen({ color = false } = {}): string {
    const options = color ? ['-p', '-e'] : ['-p'];
    return execFileSync('tmux', [...this.#words, 'capture-pane', ...options], { encoding: 'utf8' }).trimEnd();
  }

  /** Waits until the screen matches, and gives it; fails when nothing of the kind comes. */
  async see(pattern: string | RegExp): Promise<string> {
    for (let attempt = 0; attempt < 200; attempt++) {
      const screen = this.screen();
      if (typeof pattern === 'string' ? screen.includes(pattern) : pattern.test(screen)) return screen;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`expected ${pattern}, but the terminal shows\n${this.screen()}`);
  }

  close(): void {
    spawnSync('tmux', [...this.#words, 'kill-server']);
  }
}
