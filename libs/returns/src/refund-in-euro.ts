import { type Day, formatMoney, moneyOf, parseMoney } from '#money';
import { changeoverOf, type EuroChangeover, inEuro, sharedInEuro } from '#rules';
import { type RefundApprovedData, type RefundClaimedData, type RefundPaidData, type RefundRedenominatedData } from './refund-claim.state';

type ClaimLine = RefundClaimedData['lines'][number];
type TaxLine = NonNullable<RefundPaidData['lines']>[number];
type Claimed = Pick<RefundClaimedData, 'currency' | 'lines' | 'total'>;

/** Parts of an amount in the euro: what they come to together is converted once, and they share it. */
const shared = (amounts: readonly string[], changeover: EuroChangeover): readonly string[] =>
  sharedInEuro(
    amounts.map((amount) => parseMoney(amount, changeover.currency).minor),
    changeover,
  ).map((minor) => formatMoney(moneyOf(minor, 'EUR')));

const textInEuro = (amount: string, changeover: EuroChangeover): string =>
  formatMoney(inEuro(parseMoney(amount, changeover.currency), changeover));

/**
 * What a claim comes to when it is decided: in the euro from the changeover on. Each tax of a declaration is one amount, as it is when the
 * declaration's charge is adjusted, and its items share it.
 */
export const claimedOn = (claim: Claimed, on: Day): Claimed => {
  const changeover = changeoverOf(claim.currency, on);
  if (changeover === undefined) return claim;
  const declarations = new Map<string, ClaimLine[]>();
  for (const line of claim.lines) declarations.set(line.declaration, [...(declarations.get(line.declaration) ?? []), line]);
  const lines = [...declarations.values()].flatMap((own) => {
    const now = shared(
      own.map(({ amount }) => amount),
      changeover,
    );
    return own.map((line, i): ClaimLine => {
      const [paid, amount] = [textInEuro(line.paid, changeover), now[i] ?? line.amount];
      // A share of a cent more than the line by itself is no more than was paid.
      return { ...line, paid: parseMoney(paid, 'EUR').minor < parseMoney(amount, 'EUR').minor ? amount : paid, amount };
    });
  });
  const given = lines.filter(({ amount }) => parseMoney(amount, 'EUR').minor > 0n);
  const total = given.reduce((sum, { amount }) => sum + parseMoney(amount, 'EUR').minor, 0n);
  return { currency: 'EUR', lines: given, total: formatMoney(moneyOf(total, 'EUR')) };
};

/** What was approved before the changeover and is paid after it; undefined where it is money of the day. */
export const approvedInEuro = (
  { claim, authority, kind, currency, total, interest }: RefundApprovedData,
  byTax: readonly TaxLine[],
  on: Day,
): RefundRedenominatedData | undefined => {
  const changeover = changeoverOf(currency, on);
  if (changeover === undefined) return undefined;
  const both = (former: string) => ({ former, now: textInEuro(former, changeover) });
  const now = shared(
    byTax.map(({ amount }) => amount),
    changeover,
  );
  return {
    claim,
    authority,
    kind,
    formerCurrency: currency,
    currency: 'EUR',
    rate: changeover.rate,
    total: both(total),
    ...(interest === undefined ? {} : { interest: both(interest.amount) }),
    lines: byTax.map(({ taxType, beneficiary, amount }, i) => ({ taxType, beneficiary, former: amount, now: now[i] ?? amount })),
    redenominatedOn: on,
  };
};
