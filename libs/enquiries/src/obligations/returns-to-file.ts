import { type EventStore } from '#event-store';
import { unitsOf, textOf, type SettlementBook } from '#reconciliation';
import { type ReadModel } from '#read-model';
import { assessmentCurrencyOf, type Period, periodOf, type RuleBook } from '#rules';
import { previewCollectionReturn, previewReturn, returnReference } from '#scheme-returns';
import { type DayAt } from './debts';
import { type Obligation, stateOf } from './obligation';

type Granted = SettlementBook['numbers'][number];

/**
 * Periods of scheme numbers without a return, nil returns included, from the day a number became valid to the present period, which is
 * upcoming. A return is due of every period in which the number was held (VAT Directive Art. 369s, 369zb).
 */
export const returnsToFile = (book: SettlementBook, rules: RuleBook, dayAt: DayAt, holder?: string): readonly Obligation[] =>
  book.numbers.flatMap((number) => (holder === undefined || number.collector === holder ? missingOf(number, book, rules, dayAt) : []));

const stateOfNumber = ({ scheme, authority }: Granted): string | undefined =>
  scheme === 'EU-SA' ? authority.replace(/^EU-/, '') : undefined;

/** What the return of a period is paid in, whatever it will come to: of special arrangements the currency of the state, else the scheme's. */
const currencyOf = (number: Granted, rules: RuleBook, day: string): string | undefined => {
  const state = stateOfNumber(number);
  return state === undefined ? rules.scheme(number.scheme, day)?.value.returnCurrency : assessmentCurrencyOf(rules, state, day);
};

const missingOf = (number: Granted, book: SettlementBook, rules: RuleBook, dayAt: DayAt): readonly Obligation[] => {
  const { schemeNumber, scheme, collector: holder, authority, validFrom } = number;
  const today = dayAt(authority);
  const missing: Obligation[] = [];
  const at = (day: string): Period | undefined => periodOf(rules, scheme, day, stateOfNumber(number));
  for (let period = at(validFrom); period !== undefined && period.start <= today; period = at(period.end)) {
    if (book.returnOf(schemeNumber, period.id) !== undefined || book.granteeIn(schemeNumber, period) !== number) continue;
    const currency = currencyOf(number, rules, period.start);
    missing.push({
      id: `returnToFile/${schemeNumber}/${period.id}`,
      kind: 'returnToFile',
      holder,
      authority,
      state: stateOf(today, period.dueOn, period.end),
      dueOn: period.dueOn,
      reference: returnReference(authority, schemeNumber, period.id),
      schemeNumber,
      period: period.id,
      ...(currency === undefined ? {} : { currency }),
    });
  }
  return missing;
};

/** What returns are computed from, at the present end of the log. */
export interface PreviewSources {
  readonly store: EventStore;
  readonly views: ReadModel;
  readonly rules: RuleBook;
}

/** The obligation with the amount that the return would come to now; without one where the law in the ledger cannot say it. */
export const withPreview = async (
  { store, views, rules: book }: PreviewSources,
  of: Obligation,
  granted: Granted,
  filedOn: string,
): Promise<Obligation> => {
  const { schemeNumber, validFrom: firstDay, authority, collector: holder } = granted;
  const request = { schemeNumber, holder, authority, period: of.period ?? '', filedOn, firstDay };
  const computed =
    granted.scheme === 'EU-SA'
      ? await previewCollectionReturn({ store, views, book }, request)
      : await previewReturn({ store, views, book }, { ...request, scheme: granted.scheme });
  if ('rejected' in computed) return { ...of, amountMissing: computed.rejected.code };
  const { payable, currency } = computed.computed.figures;
  return { ...of, currency, amount: textOf(unitsOf(payable)), preview: true };
};
