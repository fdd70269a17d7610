export const secondsPerDay = 86_400;

const daysPerEra = 146_097;
/** Days from 1 March of the year 0, the start of the count below, to 1 January 1970. */
const daysToEpoch = 719_468;

/** A day of the proleptic Gregorian calendar; month and day start at 1. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * Days since 1970-01-01. Years are counted from March, so that a leap day is the last of its year, in eras of
 * 400 years, which all have the same number of days. `Date` would read the years 0 to 99 as 1900 to 1999.
 */
export function toDays({ year, month, day }: CalendarDay): number {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * daysPerEra + yearOfEra * 365 + leapDays + dayOfYear - daysToEpoch;
}

/** The inverse of `toDays`. */
export function fromDays(days: number): CalendarDay {
  const shifted = days + daysToEpoch;
  const era = Math.floor(shifted / daysPerEra);
  const dayOfEra = shifted - era * daysPerEra;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = era * 400 + yearOfEra + (month > 2 ? 0 : 1);
  return { year, month, day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 };
}

/** True when the calendar has the day. */
export function dayExists({ year, month, day }: CalendarDay): boolean {
  const read = fromDays(toDays({ year, month, day }));
  return month >= 1 && month <= 12 && read.month === month && read.day === day;
}
