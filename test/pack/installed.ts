import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../support/shared.ts';

/** A project outside the repository that has the packed package installed. */
export class Installed {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'heroplay-pack-'));
  readonly #env = { ...process.env, HERO_HOME: path.join(this.folder, 'hero-home') };

  /** Packs the package and installs it with npm, and with it other packages. */
  install(...packages: string[]): void {
    // The build is read by other tests at the same time: it is packed as it is.
    const packed = this.#run(root, 'npm', [
      ...['pack', '--silent', '--ignore-scripts'],
      ...['--pack-destination', this.folder],
    ]);
    const tarball = packed.trim().split('\n').at(-1) ?? '';
    writeFileSync(path.join(this.folder, 'package.json'), '{"private":true,"type":"module"}');
    const options = ['--prefer-offline', '--no-audit', '--no-fund'];
    this.run('npm', 'install', ...options, `./${tarball}`, ...packages);
  }

  /** What a program prints that is run in the folder; a failure throws. */
  run(command: string, ...args: string[]): string {
    return this.#run(this.folder, command, args);
  }

  #run(cwd: string, command: string, args: string[]): string {
    return execFileSync(command, args, {
      cwd,
      env: this.#env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
