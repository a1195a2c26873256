import { idOf, type Recorded } from '#event-catalogue';
import { parseMoney } from '#money';
import { changeoverOf, inEuro } from '#rules';
import { type ReceiptEvent } from './accounts.events';
import { payersIdentification } from './remittance';

/** A bank entry as it is recorded. */
type Entry = Extract<ReceiptEvent, { readonly type: 'ReceiptRecorded' }>['data'];
/** Which entry a reversal takes back, and how it was found; or how many it may be. */
export type OriginalReceipt =
  Readonly<{ receipt: string; stream: string; entry: Entry; rule: 'end-to-end-id' | 'bank-reference' }> | Readonly<{ candidates: number }>;

type Known = Readonly<{ stream: string; entry: Entry }>;

/** An entry by which the bank takes money back that it had credited: it says so, and goes the other way. */
export const isReversal = ({ amount, reversal, returnReason }: Pick<Entry, 'amount' | 'reversal' | 'returnReason'>): boolean =>
  amount.startsWith('-') && (reversal === true || returnReason !== undefined);

/**
 * The entries that came in, by what a reversal repeats of them. Derived state, changed in place: each entry costs its keys, a question only
 * the entries that share one.
 */
export class BookedEntries {
  readonly #byKey = new Map<string, Known[]>();

  /** Takes the next event of a receipt; only entries that came in are kept. */
  apply(event: Recorded<ReceiptEvent>): void {
    if (event.type !== 'ReceiptRecorded' || event.data.amount.startsWith('-')) return;
    const known = { stream: event.stream, entry: event.data };
    for (const key of [endToEndKey(event.data), referenceKey(event.data, event.data.entryReference)]) {
      const others = key === undefined ? undefined : this.#byKey.get(key);
      if (others !== undefined) others.push(known);
      else if (key !== undefined) this.#byKey.set(key, [known]);
    }
  }

  /**
   * The entry that a reversal takes back: of the same bank account and currency, not later, not smaller. First by the payer's
   * identification, then by the bank's own reference where the remittance text quotes it; the whole amount goes before a part. Two that fit
   * equally are none.
   */
  originalOf(reversal: Entry): OriginalReceipt {
    const byEndToEnd = fitting(reversal, this.#at(endToEndKey(reversal)));
    const words = (reversal.remittance ?? '').split(/[\s,;]+/).filter((word) => word !== '');
    const byReference = fitting(reversal, [...new Set(words.flatMap((word) => this.#at(referenceKey(reversal, word))))]);
    const [found, rule] =
      byEndToEnd.length === 1 || byReference.length === 0
        ? [byEndToEnd, 'end-to-end-id' as const]
        : [byReference, 'bank-reference' as const];
    const [one, ...others] = found;
    return one === undefined || others.length > 0
      ? { candidates: found.length }
      : { receipt: idOf(one.stream), stream: one.stream, entry: one.entry, rule };
  }

  #at(key: string | undefined): readonly Known[] {
    return key === undefined ? [] : (this.#byKey.get(key) ?? []);
  }
}

const endToEndKey = ({ authority, bankAccount, endToEndId }: Entry): string | undefined => {
  const given = payersIdentification(endToEndId);
  return given === undefined ? undefined : [authority, bankAccount, 'e', given].join(' ');
};
const referenceKey = ({ authority, bankAccount }: Entry, reference: string): string =>
  [authority, bankAccount, 'r', reference.toUpperCase()].join(' ');

/** What came in, in the currency of what goes back: money of before the euro goes back in it. Undefined: other money. */
const moneyFor = (reversal: Entry, { amount, currency }: Entry): bigint | undefined => {
  const money = parseMoney(amount, currency);
  if (currency === reversal.currency) return money.minor;
  const changeover = reversal.currency === 'EUR' ? changeoverOf(currency, reversal.bookedOn) : undefined;
  return changeover === undefined ? undefined : inEuro(money, changeover).minor;
};

const fitting = (reversal: Entry, known: readonly Known[]): readonly Known[] => {
  const taken = -parseMoney(reversal.amount, reversal.currency).minor;
  const isAtLeast = (amount: bigint | undefined): boolean => amount !== undefined && amount >= taken;
  const possible = known.filter(({ entry }) => entry.bookedOn <= reversal.bookedOn && isAtLeast(moneyFor(reversal, entry)));
  const whole = possible.filter(({ entry }) => moneyFor(reversal, entry) === taken);
  return whole.length > 0 ? whole : possible;
};
