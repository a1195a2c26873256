import type { EventCatalogue } from '#event-catalogue';
import type { CommandRunner, EventStore } from '#event-store';
import { formatMoney, moneyOf, parseMoney } from '#money';
import { type CollectionFigures, type ReturnFigures, schemeReturnStream } from '#scheme-returns';
import { monthBefore } from '../days';
import type { WrongReturn } from './office-plan';

/** Half of a euro or pound, in minor units: more than any rounding of a return’s row. */
const missing = 50n;

const less = (amount: string, currency: string): string => formatMoney(moneyOf(parseMoney(amount, currency).minor - missing, currency));

/** The figures of a return with some tax of one country left out, and what follows from that. */
export const alteredReturn = (figures: ReturnFigures, { how, country }: WrongReturn): ReturnFigures => {
  const { currency, period } = figures;
  const at = figures.rows.findIndex((row) => row.country === country);
  const rows =
    how === 'takesBack'
      ? figures.rows
      : figures.rows.map((row, i) =>
          i === at ? { ...row, vat: less(row.vat, currency), difference: less(row.difference, currency) } : row,
        );
  const corrections =
    how === 'takesBack' ? withCorrection(figures.corrections, country, monthBefore(period), currency) : figures.corrections;
  const field = how === 'takesBack' ? 'corrections' : 'vat';
  const balances = figures.balances.map((balance) =>
    balance.country === country
      ? { ...balance, [field]: less(balance[field], currency), balance: less(balance.balance, currency) }
      : balance,
  );
  const payable = balances.reduce((sum, { balance }) => (balance.startsWith('-') ? sum : sum + parseMoney(balance, currency).minor), 0n);
  return { ...figures, rows, corrections, balances, payable: formatMoney(moneyOf(payable, currency)) };
};

const withCorrection = (
  corrections: ReturnFigures['corrections'],
  country: string,
  period: string,
  currency: string,
): ReturnFigures['corrections'] => {
  const known = corrections.find((one) => one.country === country && one.period === period) ?? {
    country,
    period,
    taxable: formatMoney(moneyOf(0n, currency)),
    vat: formatMoney(moneyOf(0n, currency)),
    adjustments: 1,
  };
  return [...corrections.filter((one) => one !== known), { ...known, vat: less(known.vat, currency) }].sort((a, b) =>
    `${a.country} ${a.period}` < `${b.country} ${b.period}` ? -1 : 1,
  );
};

/** The figures of a carrier’s return with some of what it collected kept. */
export const alteredCollections = (figures: CollectionFigures): CollectionFigures => {
  const { currency } = figures;
  const rows = figures.rows.map((row, i) => (i === 0 ? { ...row, vat: less(row.vat, currency) } : row));
  return { ...figures, rows, collected: less(figures.collected, currency), payable: less(figures.payable, currency) };
};

/** A runner that files other figures than were computed. */
export const filingOtherFigures = <F>(runner: Pick<CommandRunner, 'run'>, alter: (figures: F) => F): Pick<CommandRunner, 'run'> => ({
  run: (dispatch) => {
    const command = dispatch.command as unknown as { readonly figures: F };
    return runner.run({ ...dispatch, command: { ...command, figures: alter(command.figures) } as unknown as typeof dispatch.command });
  },
});

/** The rate of the row that was altered, by the return as it is filed; undefined where it is not. */
export const alteredRate = async (
  { store, catalogue }: { readonly store: EventStore; readonly catalogue: EventCatalogue },
  place: { readonly authority: string; readonly schemeNumber: string; readonly period: string; readonly country: string },
): Promise<string | undefined> => {
  for await (const stored of store.read(schemeReturnStream(place.authority, place.schemeNumber, place.period), { max: 1 })) {
    const { rows } = catalogue.decode(stored).data as { readonly rows: readonly { readonly country: string; readonly rate: string }[] };
    return rows.find(({ country }) => country === place.country)?.rate;
  }
  return undefined;
};
