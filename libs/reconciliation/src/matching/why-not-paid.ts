import { type PeriodCase, type ReceiptCase } from '../case';
import { type ReconciliationReport } from '../case-tally';
import { absolute, unitsOf } from '../exact-units';
import { amountCriterion, bestFirst, type Candidate, exactly, weighed } from './criteria';
import { type MatchingRules } from './matching-rules';
import { type Missing } from './missing-legs';
import { type Member, severalTogether } from './several';
import { told, type WhyNotAnswer } from './why-not-answer';

/** A bank entry with what of it settles nothing yet, exact units. */
interface Loose {
  readonly receipt: ReceiptCase;
  readonly rest: bigint;
}

/** Why a return, a statement or a bank entry is not settled. Undefined for what is no case of one. */
export const whyNotPaid = (
  { periods, receipts }: Pick<ReconciliationReport, 'periods' | 'receipts'>,
  key: string,
  matching: MatchingRules,
): WhyNotAnswer | undefined => {
  const period = periods.find((one) => one.key === key);
  if (period !== undefined)
    return {
      subject: key,
      caseKey: key,
      status: period.status,
      breaks: period.breaks.map(told),
      missing: receiptsOf(period, receipts, matching),
    };
  const receipt = receipts.find((one) => one.key === key);
  return receipt === undefined
    ? undefined
    : {
        subject: key,
        caseKey: key,
        status: receipt.status,
        breaks: receipt.breaks.map(told),
        missing: debtsOf(receipt, periods, matching),
      };
};

const openOf = ({ beneficiaries }: PeriodCase): { readonly open: bigint; readonly currency: string } => ({
  open: beneficiaries.reduce((sum, { open }) => sum + unitsOf(open), 0n),
  currency: beneficiaries[0]?.currency ?? '',
});
const restOf = ({ amount, allocated }: ReceiptCase): bigint => unitsOf(amount) - unitsOf(allocated);

/** Bank entries of the authority that settle nothing yet and may be the payment. */
const receiptsOf = (period: PeriodCase, receipts: readonly ReceiptCase[], matching: MatchingRules): readonly Missing[] => {
  const { open, currency } = openOf(period);
  if (open <= 0n) return [];
  const loose = receipts
    .filter((receipt) => receipt.authority === period.authority && receipt.currency === currency && isLoose(receipt))
    .map((receipt): Loose => ({ receipt, rest: restOf(receipt) }));
  const own = loose.filter(({ receipt }) => receipt.identifiedFor === undefined || receipt.identifiedFor === period.holder);
  const nearest = loose.sort((a, b) => nearer(a.rest, b.rest, open) || (a.receipt.key < b.receipt.key ? -1 : 1));
  const candidates = nearest
    .slice(0, matching.sets.pool)
    .map(({ receipt, rest }) =>
      paidBy(
        receipt.key,
        `bank entry ${receipt.entryReference}`,
        { open, rest, currency, holder: period.holder, found: receipt.identifiedFor },
        matching,
      ),
    );
  const members = own.map(({ receipt, rest }): Member => ({
    subject: receipt.key,
    name: `bank entry ${receipt.entryReference}`,
    amount: rest,
  }));
  return [missing('receipt', period.key, open, currency, candidates, members, matching)];
};

/** Returns and statements of the authority that are open and may be what a bank entry pays. */
const debtsOf = (receipt: ReceiptCase, periods: readonly PeriodCase[], matching: MatchingRules): readonly Missing[] => {
  if (!isLoose(receipt)) return [];
  const rest = restOf(receipt);
  const open = periods
    .filter(({ authority, holder }) => authority === receipt.authority && (receipt.identifiedFor ?? holder) === holder)
    .map((period) => ({ period, ...openOf(period) }))
    .filter((one) => one.open > 0n && one.currency === receipt.currency);
  const nearest = open.sort((a, b) => nearer(a.open, b.open, rest) || (a.period.key < b.period.key ? -1 : 1));
  const candidates = nearest
    .slice(0, matching.sets.pool)
    .map(({ period, open: due }) =>
      paidBy(
        period.key,
        nameOf(period),
        { open: due, rest, currency: receipt.currency, holder: period.holder, found: receipt.identifiedFor },
        matching,
      ),
    );
  const members = nearest.map(({ period, open: due }): Member => ({ subject: period.key, name: nameOf(period), amount: due }));
  return [missing('debt', receipt.key, rest, receipt.currency, candidates, members, matching)];
};

const nameOf = ({ schemeNumber, holder, period }: PeriodCase): string =>
  schemeNumber === undefined ? `statement of ${holder} for ${period}` : `return of ${schemeNumber} for ${period}`;
const isLoose = (receipt: ReceiptCase): boolean => receipt.status !== 'matched' && !receipt.amount.startsWith('-') && restOf(receipt) > 0n;
const nearer = (a: bigint, b: bigint, to: bigint): number =>
  absolute(a - to) < absolute(b - to) ? -1 : absolute(a - to) > absolute(b - to) ? 1 : 0;

interface Paid {
  readonly open: bigint;
  readonly rest: bigint;
  readonly currency: string;
  readonly holder: string;
  readonly found: string | undefined;
}

/** Statements are paid to the last unit: nothing is tolerated. */
const paidBy = (subject: string, name: string, { open, rest, currency, holder, found }: Paid, matching: MatchingRules): Candidate =>
  weighed(
    subject,
    name,
    [amountCriterion(open, rest, 0n, currency), ...(found === undefined ? [] : [exactly('holder', holder, found)])],
    matching,
  );

const missing = (
  leg: Missing['leg'],
  of: string,
  amount: bigint,
  currency: string,
  candidates: readonly Candidate[],
  members: readonly Member[],
  matching: MatchingRules,
): Missing => {
  const best = bestFirst(candidates, matching);
  const pool = { searched: Math.min(members.length, matching.sets.pool), whole: members.length <= matching.sets.pool };
  const together = best.some(({ failing }) => failing === undefined)
    ? undefined
    : severalTogether(amount, currency, [members.slice(0, matching.sets.pool)], matching, pool);
  return { leg, of, candidates: best, ...(together === undefined || together.sets.length === 0 ? {} : { together }) };
};
