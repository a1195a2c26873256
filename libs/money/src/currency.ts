import { type Day } from './day';

/** An ISO 4217 alphabetic code, for example `EUR`. It is checked wherever text becomes an amount. */
export type CurrencyCode = string;

/** The code is not in ISO 4217, or was not legal tender on the day asked for. */
export class UnknownCurrencyError extends Error {
  override readonly name = 'UnknownCurrencyError';
  readonly code = 'UNKNOWN_CURRENCY';
  constructor(
    readonly currency: string,
    readonly on?: Day,
  ) {
    super(`${currency}: not an ISO 4217 currency${on === undefined ? '' : ` on ${on}`}`);
  }
}

type Row = Readonly<{ scale: number; from: Day; to: Day }>;
const ALWAYS = '0001-01-01';
const EVER = '9999-12-31';

/** Codes by the number of minor-unit digits (ISO 4217 list one, amendment 176). */
const CURRENT: readonly (readonly [scale: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [2, 'AED ALL AMD ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP'],
  [2, 'ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL'],
  [
    2,
    'MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR',
  ],
  [
    2,
    'SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG',
  ],
];

/**
 * Codes whose scale or validity changed; `to` is the last day. Sources: ISO 4217 list one and list three; the euro days from
 * Council Regulations (EU) 2022/1207 (HR) and (EU) 2025/1407 (BG).
 */
const DATED: readonly (readonly [code: string, ...Row[]])[] = [
  ['ISK', { scale: 2, from: ALWAYS, to: '2006-12-31' }, { scale: 0, from: '2007-01-01', to: EVER }],
  ['ANG', { scale: 2, from: ALWAYS, to: '2025-06-30' }],
  ['HRK', { scale: 2, from: ALWAYS, to: '2022-12-31' }],
  ['BGN', { scale: 2, from: ALWAYS, to: '2025-12-31' }],
  ['LTL', { scale: 2, from: ALWAYS, to: '2014-12-31' }],
  ['LVL', { scale: 2, from: ALWAYS, to: '2013-12-31' }],
  ['EEK', { scale: 2, from: ALWAYS, to: '2010-12-31' }],
  ['SKK', { scale: 2, from: ALWAYS, to: '2008-12-31' }],
  ['CYP', { scale: 2, from: ALWAYS, to: '2007-12-31' }],
  ['MTL', { scale: 2, from: ALWAYS, to: '2007-12-31' }],
  ['SIT', { scale: 2, from: ALWAYS, to: '2006-12-31' }],
  ['ROL', { scale: 2, from: ALWAYS, to: '2005-06-30' }],
  ['TRL', { scale: 0, from: ALWAYS, to: '2004-12-31' }],
];

const table = new Map<CurrencyCode, readonly Row[]>();
for (const [scale, codes] of CURRENT) for (const code of codes.split(' ')) table.set(code, [{ scale, from: ALWAYS, to: EVER }]);
for (const [code, ...rows] of DATED) table.set(code, rows);

/**
 * Digits after the point of the minor unit: JPY 0, EUR 2, KWD 3; ISK 2 until 2006 and 0 since.
 * Without a day the latest row answers, so that old money can still be read and printed.
 * @throws UnknownCurrencyError
 */
export const scaleOf = (currency: CurrencyCode, on?: Day): number => {
  const row = rowOf(currency, on);
  if (row === undefined) throw new UnknownCurrencyError(currency, on);
  return row.scale;
};

const rowOf = (currency: CurrencyCode, on: Day | undefined): Row | undefined => {
  const rows = table.get(currency) ?? [];
  if (on === undefined) return rows[rows.length - 1];
  for (const row of rows) if (row.from <= on && on <= row.to) return row;
  return undefined;
};

/** True where `scaleOf` would answer. */
export const isCurrency = (code: string, on?: Day): boolean => rowOf(code, on) !== undefined;
