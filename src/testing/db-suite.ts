import type { Db } from '../store/index.ts';
import { batchChecks, orderChecks, revisionChecks, updateChecks } from './db-change-checks.ts';
import type { Check } from './db-check.ts';
import { keyChecks, listingChecks, removalChecks } from './db-key-checks.ts';
import { ttlChecks, watchChecks } from './db-time-checks.ts';
import { jsonChecks, lastingChecks, lookUpChecks, valueChecks } from './db-value-checks.ts';
import { exportChecks, historyChecks, noHistoryChecks, typedChecks, wholeChecks } from './db-whole-checks.ts';

/** A database for one case of the suite. */
export interface OpenedDb {
  /** An empty database that no other case uses. */
  readonly db: Db;
  /** Opens the same database again; left out by drivers that keep nothing. The suite does not use `db` after it. */
  readonly reopen?: () => Promise<Db>;
  /** Called at the end of the case, also of a failed one. */
  readonly close?: () => Promise<void>;
}

/** One promise of the contract: `run` rejects with an AssertionError when the driver breaks it. */
export interface DbCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

const checks: Record<string, Check> = {
  ...lookUpChecks,
  ...valueChecks,
  ...jsonChecks,
  ...keyChecks,
  ...listingChecks,
  ...removalChecks,
  ...lastingChecks,
  ...updateChecks,
  ...revisionChecks,
  ...batchChecks,
  ...orderChecks,
  ...ttlChecks,
  ...watchChecks,
  ...exportChecks,
  ...wholeChecks,
  ...typedChecks,
};

/** The optional features of a driver. */
export interface DbOffer {
  /** True when the databases keep at least the last three values of each key; without it they keep none. */
  readonly history?: boolean;
}

/**
 * The contract of `Db` as cases for any test runner: `for (const { name, run } of dbSuite(open)) test(name, run)`.
 * `open` is called once per case. A case may take seconds, because some wait for time limits.
 *
 * @example
 * const cases = dbSuite(async () => ({ db: new MemoryStore('mine') }));
 * for (const { name, run } of cases) test(name, run);
 */
export function dbSuite(open: () => Promise<OpenedDb>, { history = false }: DbOffer = {}): DbCase[] {
  const all = { ...checks, ...(history ? historyChecks : noHistoryChecks) };
  return Object.entries(all).map(([name, check]) => ({ name, run: () => runCase(open, check) }));
}

async function runCase(open: () => Promise<OpenedDb>, check: Check): Promise<void> {
  const { db, reopen, close } = await open();
  try {
    await check(db, reopen ?? (async () => db));
  } finally {
    await close?.();
  }
}
