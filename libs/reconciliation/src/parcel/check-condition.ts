import { subjectOf } from '../break-subject';
import { noCurrency } from '../case';
import { absolute, textOf, unitsOf } from '../exact-units';
import { type ReturnMatchedLeg } from '../legs/leg';
import { declarationsOf, importTaxOf, scopeOf } from './check-goods-back';
import { massTolerance } from '../matching/tolerance';
import { type Findings } from './findings';
import { type CaseFacts } from './parcel-facts';
import { type ReturnFacts } from './return-facts';

type Unit = ReturnMatchedLeg['units'][number];

/**
 * Goods go back as they came: the serial number that was sold, and the mass that was declared or ordered (break B77; UCC Art. 118, 203(5)).
 * What nobody told of is not compared.
 */
export const checkCondition = (facts: CaseFacts, findings: Findings): void => {
  for (const one of facts.returns) {
    if (one.match === undefined) continue;
    for (const unit of one.match.units) checkSerial(one, unit, facts, findings);
    checkMass(one, one.match, facts, findings);
  }
};

/** The tax of the units under the declaration that the first of them came by: what a refund would give back. */
const stakeOf = (facts: CaseFacts, units: readonly Unit[]): { readonly amount: bigint; readonly currency: string } => {
  const declaration = declarationsOf(facts).find(({ id }) => id === units[0]?.declaration);
  return {
    amount: declaration === undefined ? 0n : importTaxOf(declaration, units),
    currency: declaration?.assessment?.currency ?? noCurrency,
  };
};

const lineOf = (facts: CaseFacts, { order, ordinal }: Unit) =>
  facts.orders.find(({ id }) => id === order)?.lines.find((line) => line.ordinal === ordinal);

const checkSerial = ({ id, report }: ReturnFacts, unit: Unit, facts: CaseFacts, findings: Findings): void => {
  const sold = lineOf(facts, unit)?.serial;
  if (sold === undefined || unit.serial === undefined || sold === unit.serial) return;
  findings.broken(scopeOf(facts, unit.declaration), 'B77', {
    subject: subjectOf(id, 'serial', sold),
    ...stakeOf(facts, [unit]),
    since: report?.at ?? '',
    criterion: `serial number of goods that go back under ${report?.reference ?? id}`,
    expected: sold,
    found: unit.serial,
    distance: 'another article',
  });
};

/** Kilograms that units came with: their part of the item's mass, else of the order line's. */
const massOf = (unit: Unit, facts: CaseFacts): bigint | undefined => {
  const item = declarationsOf(facts)
    .find(({ id }) => id === unit.declaration)
    ?.items.find(({ seq }) => seq === unit.seq);
  const source = item?.grossMass === undefined ? lineOf(facts, unit) : item;
  return source?.grossMass === undefined ? undefined : (unitsOf(source.grossMass) * BigInt(unit.quantity)) / BigInt(source.quantity);
};

const checkMass = ({ id, report }: ReturnFacts, { units }: ReturnMatchedLeg, facts: CaseFacts, findings: Findings): void => {
  if (report?.grossMass === undefined) return;
  let expected = 0n;
  for (const unit of units) {
    const mass = massOf(unit, facts);
    if (mass === undefined) return;
    expected += mass;
  }
  const distance = absolute(unitsOf(report.grossMass) - expected);
  const tolerance = massTolerance(expected, findings.context.rules);
  if (distance <= tolerance) return;
  findings.broken(scopeOf(facts, units[0]?.declaration), 'B77', {
    subject: subjectOf(id, 'mass'),
    ...stakeOf(facts, units),
    since: report.at,
    criterion: `mass of goods that go back under ${report.reference}`,
    expected: `${textOf(expected)} kg as they came`,
    found: `${report.grossMass} kg`,
    distance: `${textOf(distance)} kg`,
    tolerance: `${textOf(tolerance)} kg`,
  });
};
