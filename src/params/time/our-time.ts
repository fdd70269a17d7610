import { fromDays, secondsPerDay } from './calendar.ts';
import { readRelative, readTime, safeSeconds } from './time-text.ts';

/** A moment as a caller passes it: seconds since the epoch, or a time. */
export type Now = number | OurTime;

/**
 * A moment: whole seconds since the epoch, UTC. It never changes; `warp` gives another one.
 *
 * @example
 * const time = OurTime.parse('2026-11-22 10:15', { now: 0 });
 * time.warp('+1d -2h').full(); // '2026-11-23 08:15:00'
 */
export class OurTime {
  private readonly seconds: number;

  private constructor(seconds: number) {
    this.seconds = safeSeconds(seconds);
  }

  /**
   * Reads `2026-11-22 10:15:30`, `22/11/2026`, `+1d -2h` (from `now`), and blank or `0` for now itself.
   * Throws PARAMS_TIME_FORMAT, PARAMS_TIME_VALUE, PARAMS_TOO_LONG.
   */
  static parse(text: string, { now }: { now: Now }): OurTime {
    const { kind, seconds } = readTime(text);
    return new OurTime(kind === 'absolute' ? seconds : unixOf(now) + seconds);
  }

  /** The time of a number of seconds. Throws PARAMS_TIME_VALUE unless the number is whole. */
  static fromEpoch(seconds: number): OurTime {
    return new OurTime(seconds);
  }

  /** The seconds of a relative text such as `+1d -2h`; 0 for blank and `0`. Errors as `parse`. */
  static relativeSeconds(text: string): number {
    return readRelative(text);
  }

  /** Seconds since the epoch. */
  unix(): number {
    return this.seconds;
  }

  /** The same as `unix`. */
  int(): number {
    return this.seconds;
  }

  /** `YYYY-MM-DD HH:mm`. */
  str(): string {
    return this.full().slice(0, -3);
  }

  /** The same as `str`. */
  md(): string {
    return this.str();
  }

  /** `YYYY-MM-DD HH:mm:ss`, which `parse` reads back for the years 1 to 9999. */
  full(): string {
    const second = modulo(this.seconds, 60);
    const minute = modulo(Math.floor(this.seconds / 60), 60);
    return `${this.dayhour()}:${padded(minute, 2)}:${padded(second, 2)}`;
  }

  /** `YYYY_MM_DD_HH_mm_ss`, the default name of a session. */
  key(): string {
    return this.full().replace(/[ :-]/g, '_');
  }

  /** `YYYY-MM-DD`. */
  day(): string {
    const { year, month, day } = fromDays(Math.floor(this.seconds / secondsPerDay));
    return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
  }

  /** `YYYY-MM-DD HH`. */
  dayhour(): string {
    return `${this.day()} ${padded(modulo(Math.floor(this.seconds / 3600), 24), 2)}`;
  }

  /** True for the epoch itself, which means that the time is not set. */
  empty(): boolean {
    return this.seconds === 0;
  }

  /** This time, or `now` when it is empty. */
  check(now: Now): OurTime {
    return this.empty() ? new OurTime(unixOf(now)) : this;
  }

  /** The time shifted by a relative text such as `+1d -2h`, unchanged for blank and `0`. Errors as `parse`. */
  warp(text: string): OurTime {
    return new OurTime(this.seconds + readRelative(text));
  }

  /** True when both are the same second. */
  equals(other: OurTime): boolean {
    return this.seconds === other.seconds;
  }

  /** Negative, zero or positive as this time is before, at or after the other, for `sort`. */
  compare(other: OurTime): number {
    return this.seconds - other.seconds;
  }

  /** Seconds since the epoch. */
  toJSON(): number {
    return this.seconds;
  }
}

function unixOf(now: Now): number {
  return typeof now === 'number' ? now : now.unix();
}

function modulo(value: number, divisor: number): number {
  return value - Math.floor(value / divisor) * divisor;
}

function padded(value: number, width: number): string {
  return (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(width, '0');
}
