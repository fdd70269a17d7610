import { homedir } from 'node:os';
import path from 'node:path';
import { HeroError, show } from '../base/index.ts';
import { Checkout, isCheckout } from './checkout.ts';
import { describeFilter, findCheckouts, matchesFilter } from './checkout-list.ts';
import { requirePathInside } from './checkout-path.ts';
import { ensureCheckout } from './ensure-checkout.ts';
import type {
  CheckoutAddress,
  CheckoutFilter,
  CheckoutLocation,
  CodeOptions,
  CoderootLayout,
  GitUrl,
  RepositoryName,
} from './git-types.ts';
import { parseGitUrl } from './git-url.ts';
import { readHead } from './head.ts';
import { resolveLocal } from './local-url.ts';
import { isRefName, resolveRef } from './ref-name.ts';
import { unknownRef } from './remote-refs.ts';

/** The checkout that `code` gives, and what was done to it. */
export interface CodeResult {
  /** The absolute path of the target of the URL inside its checkout. */
  readonly path: string;
  readonly checkout: Checkout;
  readonly cloned: boolean;
  /** True when another commit or branch is checked out than before, or local changes were thrown away. */
  readonly changed: boolean;
}

/**
 * The folder under which checkouts lie as `provider/account/name`.
 *
 * @example
 * const code = new Coderoot('/srv/code');
 * code.checkoutPath(parseGitUrl('https://github.com/ada/kit')); // '/srv/code/github/ada/kit'
 */
export class Coderoot {
  readonly path: string;

  constructor(folder: string) {
    this.path = path.resolve(folder);
  }

  /**
   * The path of the checkout of a repository, existing or not: `provider/account/name`. The two other
   * layouts of older coderoots are known by path only: the name alone, and a folder for each branch.
   */
  checkoutPath(
    { provider, account, name, branch = '' }: CheckoutAddress,
    layout: CoderootLayout = {},
  ): string {
    if (layout.singleLayer) return path.join(this.path, name);
    return path.join(this.path, provider, account, name, layout.multibranch ? branch : '');
  }

  /**
   * The checkout that a path below the coderoot belongs to. Without a checkout on disk, the first three
   * folders are provider, account and name. Throws GIT_NOT_A_CHECKOUT for a path above or outside.
   */
  locate(place: string): CheckoutLocation {
    const relative = path.relative(this.path, path.resolve(place));
    const parts = relative.split(path.sep);
    if (parts[0] === '..' || path.isAbsolute(relative) || parts.length < 3) throw this.#notBelow(place);
    const end = [3, 4, 5, 6].find(count => isCheckout(path.join(this.path, ...parts.slice(0, count)))) ?? 3;
    return { ...repositoryOf(parts.slice(0, Math.min(end, parts.length))), path: parts.slice(end).join('/') };
  }

  /** All checkouts that match, sorted by path, broken ones included; git is not run. */
  async list(filter: CheckoutFilter = {}): Promise<Checkout[]> {
    const found = await findCheckouts(this.path);
    return found
      .filter(parts => matchesFilter(parts.join('/'), repositoryOf(parts), filter))
      .map(parts => new Checkout(path.join(this.path, ...parts), repositoryOf(parts)));
  }

  /** The only checkout that matches. Throws GIT_NO_MATCH, GIT_AMBIGUOUS. */
  async get(filter: CheckoutFilter): Promise<Checkout> {
    const [checkout, ...more] = await this.list(filter);
    const wanted = describeFilter(filter);
    if (checkout === undefined) {
      throw new HeroError('GIT_NO_MATCH', `no checkout below ${show(this.path)} matches ${wanted}`, {
        hint: 'list the checkouts, or clone the repository',
      });
    }
    if (more.length === 0) return checkout;
    const names = [checkout, ...more].slice(0, 5).map(each => show(path.relative(this.path, each.path)));
    throw new HeroError(
      'GIT_AMBIGUOUS',
      `${more.length + 1} checkouts match ${wanted}: ${names.join(', ')}`,
      {
        hint: 'give provider, account and name',
      },
    );
  }

  /**
   * Clones a repository when it is missing and checks out the target of the URL. Without `pull`, nothing is fetched
   * that exists here. Throws the errors of `parseGitUrl`; GIT_OTHER_ORIGIN, GIT_LOCAL_CHANGES, GIT_UNKNOWN_REF,
   * GIT_PATH_NOT_FOUND, GIT_NOT_A_CHECKOUT, GIT_FAILED.
   *
   * @example
   * const { path, cloned } = await context.code.code({ url: 'https://github.com/ada/kit', pull: true });
   */
  async code(options: CodeOptions): Promise<CodeResult> {
    const { url: wanted, branch, base = process.cwd(), ...ensure } = options;
    const parsed = typeof wanted === 'string' ? parseGitUrl(wanted) : wanted;
    const local = resolveLocal(parsed, { base, home: homedir() });
    const url = branch === undefined ? local : withBranch(local, branch);
    const checkout = new Checkout(this.checkoutPath(url), url);
    const ensured = await ensureCheckout(checkout, url, ensure);
    const place = await requirePathInside(checkout.path, ensured.url.path);
    return { path: place, checkout, cloned: ensured.cloned, changed: ensured.changed };
  }

  /**
   * The present checkout of a URL, read from files: nothing is fetched, switched or run. Throws GIT_NO_MATCH when
   * it is missing or on another branch; GIT_PATH_NOT_FOUND; the errors of `parseGitUrl`.
   */
  async present({
    url: wanted,
    base = process.cwd(),
  }: CodeOptions): Promise<{ path: string; checkout: Checkout }> {
    const parsed = typeof wanted === 'string' ? parseGitUrl(wanted) : wanted;
    const local = resolveLocal(parsed, { base, home: homedir() });
    const checkout = new Checkout(this.checkoutPath(local), local);
    const head = await readHead(checkout.path);
    const url = head?.branch ? resolveRef(local, [head.branch]) : local;
    if (head === undefined || (url.branch !== '' && url.branch !== head.branch)) {
      throw new HeroError(
        'GIT_NO_MATCH',
        `${show(`${local.provider}/${local.account}/${local.name}`)} is not checked out at the branch of the URL`,
        {
          hint: 'check it out first with `hero git clone`',
        },
      );
    }
    return { path: await requirePathInside(checkout.path, url.path), checkout };
  }

  /** The checkout that contains a path. Throws GIT_NOT_A_CHECKOUT. */
  checkoutAt(place: string): Checkout {
    const repository = this.locate(place);
    const checkout = new Checkout(this.checkoutPath(repository), repository);
    if (isCheckout(checkout.path)) return checkout;
    throw this.#notBelow(place);
  }

  #notBelow(place: string): HeroError {
    return new HeroError(
      'GIT_NOT_A_CHECKOUT',
      `${show(place)} is not in a checkout of the coderoot ${show(this.path)}`,
      {
        hint: 'name a folder of the form CODEROOT/PROVIDER/ACCOUNT/NAME',
      },
    );
  }
}

// Without parts to divide, the branch is taken as it is, and so is the path.
function withBranch(url: GitUrl, branch: string): GitUrl {
  if (!isRefName(branch)) throw unknownRef(branch, { branches: [], tags: [] });
  return Object.freeze({ ...resolveRef(url, [branch]), branch, refParts: Object.freeze([]) });
}

function repositoryOf(parts: readonly string[]): RepositoryName {
  const [provider = '', ...inner] = parts.length < 2 ? ['', ...parts] : parts;
  const name = inner.pop() ?? '';
  return { provider, account: inner.join('/'), name };
}
