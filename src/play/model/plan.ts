import type { PlannedChange } from '../../action/index.ts';
import type { AskedQuestion } from '../journal/event.ts';

/** A param as an action would get it. Secrets are `[secret]`. */
export interface PlannedValue {
  readonly key: string;
  readonly value: string;
  /** The origin of the value: `script`, `default`, `snippet`, and the names that fill its templates. */
  readonly from: string;
  /** The event that must come before the value is known. */
  readonly unknown?: string;
}

/** An action as it would be played. */
export interface PlannedAction {
  readonly number: number;
  readonly name: string;
  readonly place: string;
  readonly key: string;
  /** The repository of its script. */
  readonly remote?: string;
  readonly values: readonly PlannedValue[];
  readonly args: readonly string[];
  readonly changes: readonly PlannedChange[];
  /** Facts that are unknown before it is played. */
  readonly unknown: readonly string[];
}

/** Hashes of everything that a plan was made of. */
export interface PlanBasis {
  /** By the name of the script. */
  readonly scripts: Readonly<Record<string, string>>;
  /** By the full name of the action. */
  readonly actors: Readonly<Record<string, string>>;
  /** By the observed thing; null for one that was not there. */
  readonly state: Readonly<Record<string, string | null>>;
}

/** The actions that would be played, in order, and the changes that they would make. */
export interface Plan {
  readonly heroplay: string;
  readonly context: string;
  readonly actions: readonly PlannedAction[];
  /** Questions that are open. */
  readonly questions: readonly AskedQuestion[];
  /** True when anything would change, or may change. */
  readonly isChange: boolean;
  readonly basis: PlanBasis;
}
