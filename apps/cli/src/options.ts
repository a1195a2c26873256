import { instant, isOfThisCentury, MalformedValueError, type Shape } from '#event-catalogue';
import { logStart, positionOf } from '#event-store';
import { isCurrency, isDay } from '#money';
import { isCountry } from '#rules';
import { CannotRunError } from './exit';

type Read<T> = (value: string) => T;

const wrong = (option: string, expected: string): CannotRunError =>
  new CannotRunError('OPTION_INVALID', `${option}: expected ${expected}`, option);

const inCentury = (option: string, value: string): string => {
  if (!isOfThisCentury(value)) throw wrong(option, 'a year from 2000 to 2099');
  return value;
};

/** A legal day. */
export const dayOption =
  (option: string): Read<string> =>
  (value) => {
    if (!isDay(value)) throw wrong(option, 'a day that exists, YYYY-MM-DD');
    return inCentury(option, value);
  };

/** A day that has come: the one given, else the ledger's own. */
export const notAfter = (option: string, day: string | undefined, legalNow: string): string => {
  if (day !== undefined && day > legalNow) throw wrong(option, `a day up to ${legalNow}, the legal day of this ledger`);
  return day ?? legalNow;
};

/** A whole number within limits. */
export const wholeNumberOption =
  (option: string, least: number, most = Number.MAX_SAFE_INTEGER): Read<number> =>
  (value) => {
    const number = /^\d{1,16}$/.test(value) ? Number.parseInt(value, 10) : Number.NaN;
    if (!(number >= least && number <= most))
      throw wrong(
        option,
        most === Number.MAX_SAFE_INTEGER
          ? `a whole number of at least ${String(least)}`
          : `a whole number from ${String(least)} to ${String(most)}`,
      );
    return number;
  };

/** A share from 0 to 1, as canonical decimal text. */
export const shareOption =
  (option: string): Read<string> =>
  (value) => {
    if (!/^(0|1|0\.\d{1,12}|1\.0{1,12})$/.test(value)) throw wrong(option, 'a decimal number from 0 to 1, like 0.02');
    return value.includes('.') ? value.replace(/0+$/, '').replace(/\.$/, '') : value;
  };

export const countryOption =
  (option: string): Read<string> =>
  (value) => {
    if (!isCountry(value)) throw wrong(option, 'a country code of ISO 3166-1, like CN');
    return value;
  };

export const currencyOption =
  (option: string): Read<string> =>
  (value) => {
    if (!isCurrency(value)) throw wrong(option, 'a currency of ISO 4217, like GBP');
    return value;
  };

export const choiceOption =
  <const V extends readonly string[]>(option: string, values: V): Read<V[number]> =>
  (value) => {
    const found = values.find((v) => v === value);
    if (found === undefined) throw wrong(option, `one of ${values.join(', ')}`);
    return found;
  };

/** A value of one of the catalogue's shapes: a book, a party code, a reference. */
export const shapeOption =
  <T>(option: string, shape: Shape<T>): Read<T> =>
  (value) => {
    try {
      return shape.parse(value, '');
    } catch (error) {
      if (error instanceof MalformedValueError) throw wrong(option, error.expected);
      throw error;
    }
  };

/** A moment, or a day, which stands for its last millisecond (UTC): what was effective by then. */
export const throughOption =
  (option: string): Read<string> =>
  (value) =>
    inCentury(option, isDay(value) ? `${value}T23:59:59.999Z` : firstOfDay(option, value));

/** A moment, or a day, which stands for its first millisecond (UTC). */
export const sinceOption =
  (option: string): Read<string> =>
  (value) =>
    isDay(value) ? `${value}T00:00:00.000Z` : firstOfDay(option, value);

const firstOfDay = (option: string, value: string): string => {
  try {
    const moment = instant.parse(value, '');
    if (isDay(moment.slice(0, 10))) return moment;
  } catch (error) {
    if (!(error instanceof MalformedValueError)) throw error;
  }
  throw wrong(option, 'a day (YYYY-MM-DD) or a moment (YYYY-MM-DDThh:mm:ss.sssZ)');
};

/** What was known: a position of the log, or a moment of recording. */
export type KnownAt = Readonly<{ position: string }> | Readonly<{ recordedBy: string }>;

export const knownAtOption =
  (option: string): Read<KnownAt> =>
  (value) => {
    if (/^\d{1,20}$/.test(value)) return { position: positionOf(BigInt(value)) };
    if (value.length === logStart.length && /^\d{20}\.\d{20}$/.test(value)) return { position: value };
    try {
      return { recordedBy: throughOption(option)(value) };
    } catch (error) {
      throw error instanceof CannotRunError ? wrong(option, 'a position of the log, a day or a moment') : error;
    }
  };

/** The last moment of a list whose `--to` and `--as-of` mean the same; undefined for neither. */
export const lastMoment = ({ to, asOf }: { readonly to?: string; readonly asOf?: string }): string | undefined => {
  if (to !== undefined && asOf !== undefined)
    throw new CannotRunError('OPTION_CONFLICT', '--as-of: means the same as --to here; only one of them', '--as-of');
  return to ?? asOf;
};

/** An option that may be given several times. */
export const repeated =
  <T>(read: Read<T>) =>
  (value: string, before: readonly T[] | undefined): readonly T[] => [...(before ?? []), read(value)];

/** A month, YYYY-MM, of `--month`. */
export const monthOption = (value: string): string => {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(value)) throw wrong('--month', 'a month, YYYY-MM');
  return value;
};
