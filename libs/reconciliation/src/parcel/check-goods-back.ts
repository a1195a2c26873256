import { scaleOf } from '#money';
import { type ClaimBasis } from '#returns';
import { type BreakCode } from '../break-catalogue';
import { subjectOf } from '../break-subject';
import { noCurrency } from '../case';
import { type BreakInput } from '../evaluation-context';
import { instantAfter } from '../days';
import { roundedTo, shareOf, textOf, unitsOf } from '../exact-units';
import { repaymentUntil } from '../legal-expiry';
import { type DeclarationFacts, payableOf } from './declaration-facts';
import { type Findings, legalClockOf, noUnits, type Scope } from './findings';
import { type CaseFacts, type OrderFacts } from './parcel-facts';
import { type ReturnFacts } from './return-facts';

/** The parcel that a declaration is of. */
export const scopeOf = (facts: CaseFacts, declaration: string | undefined): Scope => {
  const parcel = facts.parcels.find(({ declarations, invalidated }) =>
    [...declarations, ...invalidated].some(({ id }) => id === declaration),
  );
  return parcel === undefined ? noUnits : { parcel };
};
export const declarationsOf = (facts: CaseFacts): readonly DeclarationFacts[] =>
  facts.parcels.flatMap(({ declarations, invalidated }) => [...declarations, ...invalidated]);

/** Goods that go back: found among those that came, not more of them, and their tax given back (breaks B71, B72, B76, B79). */
export const checkGoodsBack = (facts: CaseFacts, findings: Findings): void => {
  for (const one of facts.returns) {
    checkMatch(one, facts, findings);
    if (one.match !== undefined && one.report?.ground !== 'reimported') checkGivenBack(one, one.match, facts, findings);
  }
  for (const declaration of declarationsOf(facts)) checkQuantities(declaration, facts, findings);
};

const unmatchedCode = ({ report, unmatched }: ReturnFacts): BreakCode =>
  unmatched?.reason === 'QUANTITY_EXCEEDED' ? 'B72' : report?.ground === 'reimported' ? 'B76' : 'B79';

/** A search that found nothing is a break at once, and one that nobody made when its time has passed. */
const checkMatch = (one: ReturnFacts, facts: CaseFacts, findings: Findings): void => {
  const { match, unmatched, report } = one;
  const parcel = facts.parcels.find(({ id }) => report?.parents.includes(id));
  const scope: Scope = parcel === undefined ? noUnits : { parcel };
  const about = {
    subject: one.id,
    amount: 0n,
    currency: noCurrency,
    criterion: `goods that go back under ${report?.reference ?? one.id}`,
    expected: 'the import that they came by',
  };
  if (unmatched === undefined) {
    if (match === undefined && report !== undefined) notLookedFor(scope, report.at, unmatchedCode(one), about, findings);
    return;
  }
  const { reason, nearest, at } = unmatched;
  findings.broken(scope, unmatchedCode(one), {
    ...about,
    since: at,
    found: nearest === undefined ? reason : `${reason}: nearest by ${nearest.criterion}`,
    distance: nearest?.distance ?? 'not comparable',
  });
};

/** Nobody has searched yet, so that nothing is found says nothing of the goods. */
const notLookedFor = (
  scope: Scope,
  reportedAt: string,
  code: BreakCode,
  about: Pick<BreakInput, 'subject' | 'amount' | 'currency' | 'criterion' | 'expected'>,
  findings: Findings,
): void => {
  const deadline = instantAfter(reportedAt, findings.context.rules.deadlines.search);
  if (findings.context.isBy(deadline)) findings.waiting(scope, 'refund', deadline);
  else findings.broken(scope, code, { ...about, since: deadline, found: 'no search for it', distance: `late since ${deadline}` });
};

/** More units of an item went back than came: the import's own stream refuses that, so it cannot happen unless the log is broken. */
const checkQuantities = ({ id, items, returned, head }: DeclarationFacts, facts: CaseFacts, findings: Findings): void => {
  for (const { seq, quantity } of returned.length === 0 ? [] : items) {
    const back = returned.flatMap((leg) => leg.items).reduce((sum, item) => (item.seq === seq ? sum + item.quantity : sum), 0);
    const last = returned.at(-1);
    if (back <= quantity || last === undefined) continue;
    findings.broken(scopeOf(facts, id), 'B72', {
      subject: subjectOf(id, String(seq)),
      amount: 0n,
      currency: head?.currency ?? noCurrency,
      since: last.at,
      criterion: `units of item ${String(seq)} of ${head?.mrn ?? id} that went back`,
      expected: `at most ${String(quantity)}`,
      found: String(back),
      distance: `${String(back - quantity)} units`,
    });
  }
};

/**
 * Somebody has to ask for the tax of goods that went back: by a claim, a correction of the supply, or an invalidated or amended
 * declaration.
 */
const checkGivenBack = (
  one: ReturnFacts,
  { units, at: matchedAt }: NonNullable<ReturnFacts['match']>,
  facts: CaseFacts,
  findings: Findings,
): void => {
  // The goods were back when they were reported, however late somebody looked for the import that they came by.
  const at = one.report?.at ?? matchedAt;
  const deadline = instantAfter(at, findings.context.rules.deadlines.refund);
  for (const declaration of declarationsOf(facts)) {
    if (!units.some((unit) => unit.declaration === declaration.id) || isAskedBack(declaration, one, facts)) continue;
    const paid = payableOf(declaration);
    if (paid === 0n || !isRefundable(declaration) || declaration.changes.some((change) => change.at >= at)) continue;
    const clock = legalClockOf(declaration);
    const legalExpiry = clock === undefined ? undefined : repaymentUntil(clock, basisOf(one));
    const currency = declaration.assessment?.currency ?? noCurrency;
    const stake = {
      subject: subjectOf(one.id, declaration.id),
      amount: importTaxOf(declaration, units),
      currency,
      criterion: `tax of goods that went back under ${one.report?.reference ?? one.id}`,
    };
    findings.missing(scopeOf(facts, declaration.id), 'refund', deadline, 'B71', {
      ...stake,
      expected: `a claim, or the declaration taken back, by ${deadline}`,
      ...(legalExpiry === undefined ? {} : { legalExpiry }),
    });
  }
  for (const order of facts.orders) {
    const { supply, head } = order;
    if (supply === undefined || !units.some((unit) => unit.order === order.id) || isCorrected(order)) continue;
    const vat = supply.rows.reduce((sum, row) => sum + unitsOf(row.vat), 0n);
    if (vat === 0n) continue;
    const stake = {
      subject: subjectOf(one.id, order.id),
      amount: taxOf(vat, supply.currency, linesBack(units, order)),
      currency: supply.currency,
      criterion: `tax of order ${head?.number ?? order.id}, whose goods went back`,
    };
    const legalExpiry = findings.context.law.correctionUntil(supply.scheme, supply.suppliedAt.slice(0, 10));
    findings.missing({ order }, 'refund', deadline, 'B71', {
      ...stake,
      expected: `the supply corrected by ${deadline}; it collected ${textOf(vat)} ${supply.currency}`,
      ...(legalExpiry === undefined ? {} : { legalExpiry }),
    });
  }
};

/** Goods that a tax was taken of, and those of them that went back: so many units of so many, of a value. */
interface TaxedGoods {
  readonly value: bigint;
  readonly units: number;
  readonly back: number;
}
type MatchedUnits = NonNullable<ReturnFacts['match']>['units'];
const sumOf = (quantities: readonly { readonly quantity: number }[]): number => quantities.reduce((sum, { quantity }) => sum + quantity, 0);

const itemsBack = (units: MatchedUnits, { id, items }: DeclarationFacts): readonly TaxedGoods[] =>
  items.map(({ seq, goodsValue, quantity }) => ({
    value: unitsOf(goodsValue),
    units: quantity,
    back: sumOf(units.filter((unit) => unit.declaration === id && unit.seq === seq)),
  }));
const linesBack = (units: MatchedUnits, { id, lines }: OrderFacts): readonly TaxedGoods[] =>
  lines
    .filter(({ lineClass, quantity }) => lineClass === 'goods' && quantity > 0)
    .map(({ ordinal, unitPrice, quantity }) => ({
      value: unitsOf(unitPrice) * BigInt(quantity),
      units: quantity,
      back: sumOf(units.filter((unit) => unit.order === id && unit.ordinal === ordinal)),
    }));

/** Under H7 a duty is owed for an item as such (Council Regulation (EU) 2026/382): it goes back with the item's last unit. */
export const importTaxOf = (declaration: DeclarationFacts, units: MatchedUnits): bigint => {
  const { assessment, head } = declaration;
  const currency = assessment?.currency ?? noCurrency;
  const goods = itemsBack(units, declaration);
  const paid = payableOf(declaration);
  if (head?.dataset !== 'H7' || goods.every(({ back }) => back === 0)) return taxOf(paid, currency, goods);
  const duty = (assessment?.totals ?? []).reduce(
    (sum, { taxType, payable }) => (taxType.startsWith('A') ? sum + unitsOf(payable) : sum),
    0n,
  );
  const gone = goods.filter(({ units, back }) => back >= units).length;
  return taxOf(paid - duty, currency, goods) + roundedTo(shareOf(duty, BigInt(gone), BigInt(goods.length)), scaleOf(currency));
};

/** Of a tax the part of the goods that went back, by their value: tax is not kept by item here. All of it where no value tells. */
const taxOf = (tax: bigint, currency: string, goods: readonly TaxedGoods[]): bigint => {
  const whole = goods.reduce((sum, { value }) => sum + value, 0n);
  const back = goods.reduce(
    (sum, { value, units, back: some }) => sum + (units === 0 ? 0n : shareOf(value, BigInt(Math.min(some, units)), BigInt(units))),
    0n,
  );
  return whole <= 0n || back <= 0n || back >= whole ? tax : roundedTo(shareOf(tax, back, whole), scaleOf(currency));
};

/** On what the tax of goods that go back is asked for. */
const basisOf = ({ report }: ReturnFacts): ClaimBasis =>
  report?.ground === 'defective' || report?.ground === 'undelivered' ? report.ground : 'withdrawn';

/** A duty may be owed for an item as such: it goes back with the item's last unit, any other tax with each. */
const isRefundable = ({ items, returned, assessment }: DeclarationFacts): boolean => {
  const back = returned.flatMap((leg) => leg.items);
  const whole = items.some(
    ({ seq, quantity }) => back.reduce((sum, item) => (item.seq === seq ? sum + item.quantity : sum), 0) >= quantity,
  );
  return whole || assessment?.totals.some(({ taxType, payable }) => !taxType.startsWith('A') && unitsOf(payable) > 0n) === true;
};

/** A claim that names the return it is for asks for that one alone. */
const isAskedBack = ({ id, reservations }: DeclarationFacts, { id: returnCase }: ReturnFacts, { claims }: CaseFacts): boolean =>
  [...reservations.keys()].some((claim) => claims.every((one) => one.id !== claim)) ||
  claims.some(
    ({ head, rejection }) =>
      rejection === undefined &&
      head !== undefined &&
      (head.returnCase === undefined ? head.lines.some(({ declaration }) => declaration === id) : head.returnCase === returnCase),
  );

const isCorrected = ({ adjustments, reservations }: OrderFacts): boolean => adjustments.length > 0 || reservations.size > 0;
