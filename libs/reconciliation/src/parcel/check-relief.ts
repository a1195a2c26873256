import { type BreakCode } from '../break-catalogue';
import { absolute, textOf, unitsOf } from '../exact-units';
import { type ImportTest } from '../law';
import { type AssessmentLeg, type DeclarationLeg, type TestedValue } from '../legs/leg';
import { type LineShare } from './allot-units';
import { type DeclarationFacts, declaredValueOf } from './declaration-facts';
import { type Findings } from './findings';
import { type CaseFacts, type OrderFacts, type ParcelFacts } from './parcel-facts';

/** What is judged of one declaration in force, and the orders whose goods it covers. */
interface Subject {
  readonly parcel: ParcelFacts;
  readonly declaration: DeclarationFacts;
  readonly head: DeclarationLeg;
  readonly orders: readonly OrderFacts[];
  readonly facts: CaseFacts;
}

/**
 * Who takes the VAT of the goods, the vendor or customs, and whether a relief that a declaration claims is its right: thresholds that
 * disagree (break B30), reliefs without their condition (B31), VAT taken by both (B32).
 */
export const checkRelief = (parcel: ParcelFacts, facts: CaseFacts, shares: readonly LineShare[], findings: Findings): void => {
  const orders = [...new Set(shares.map(({ order }) => order))];
  const [declaration] = parcel.declarations;
  if (declaration?.head === undefined || orders.length === 0) return;
  const subject: Subject = { parcel, declaration, head: declaration.head, orders, facts };
  checkThreshold(subject, findings);
  checkProcedures(subject, findings);
  checkTaxedTwice(subject, findings);
};

const sumOf = (amounts: readonly string[]): bigint => amounts.reduce((sum, amount) => sum + unitsOf(amount), 0n);
const isVat = ({ taxType }: { readonly taxType: string }): boolean => taxType.startsWith('B');
const vatPayable = ({ totals }: AssessmentLeg): bigint => sumOf(totals.filter(isVat).map(({ payable }) => payable));
const vatElsewhere = ({ totals }: AssessmentLeg): bigint => sumOf(totals.filter(isVat).map(({ accountedElsewhere }) => accountedElsewhere));
/** The scheme is one of the vendor: it collected the VAT at checkout. */
const isVendors = (scheme: string | undefined): boolean => scheme === 'EU-IOSS' || scheme === 'UK-SUPPLY';
/** The assessment of the version that counts. */
const current = ({ assessment, head }: DeclarationFacts): AssessmentLeg | undefined =>
  assessment !== undefined && assessment.version >= (head?.version ?? 0) ? assessment : undefined;

const differencesOfGoods: readonly BreakCode[] = ['B23', 'B26', 'B22', 'B27', 'B24'];

/**
 * The limit was met at checkout and not at import, or the reverse, because each converts at its own day (VAT Directive Art. 91(2); UCC-DA
 * Art. 1(48)).
 */
const checkThreshold = (subject: Subject, findings: Findings): void => {
  const { declaration, head, orders } = subject;
  const value = declaredValueOf(declaration) - unitsOf(head.discount);
  const assessment = current(declaration);
  const within = orders.find(({ supply }) => supply !== undefined)?.supply;
  const above = orders.find(({ exclusion }) => exclusion?.reason === 'above_threshold')?.exclusion;
  const refused = declaration.refusal?.code === 'DATASET_NOT_ALLOWED' && declaration.refusal.version >= head.version;
  const atBorder = refused || (assessment !== undefined && assessment.accountedIn === undefined && vatPayable(assessment) > 0n);
  const byVendor = assessment?.accountedIn !== undefined && isVendors(assessment.accountedIn.scheme);
  if (!(within !== undefined && atBorder) && !(above?.tested !== undefined && byVendor)) return;
  const test = findings.context.law.importTest({
    jurisdiction: head.jurisdiction,
    acceptedOn: head.acceptedOn,
    currency: head.currency,
    value,
  });
  if (test === undefined) return;
  const at = { since: assessment?.assessedAt ?? head.acceptedAt, currency: assessment?.currency ?? head.currency };
  if (within !== undefined && atBorder && !test.within)
    disagree(subject, within.tested, test, { ...at, amount: assessment === undefined ? value : vatPayable(assessment) }, findings);
  else if (above?.tested !== undefined && byVendor && test.within)
    disagree(subject, above.tested, test, { ...at, amount: vatElsewhere(assessment) }, findings);
};

const disagree = (
  { parcel, declaration, head }: Subject,
  checkout: TestedValue,
  test: ImportTest,
  stake: { readonly amount: bigint; readonly currency: string; readonly since: string },
  findings: Findings,
): void => {
  const comparable = checkout.currency === test.currency;
  findings.broken({ parcel }, 'B30', {
    subject: declaration.id,
    ...stake,
    criterion: `limit of ${checkout.limit} ${checkout.currency} for the goods under ${head.mrn}`,
    expected: `${checkout.value} ${checkout.currency} as tested at checkout`,
    found: `${textOf(test.value)} ${test.currency} at import`,
    distance: comparable ? textOf(absolute(unitsOf(shortened(checkout.value)) - test.value)) : 'not comparable',
    ...findings.rootAmong(differencesOfGoods, parcel),
  });
};

/** A converted value may have more digits than units have. */
const shortened = (text: string): string => /^-?\d+(\.\d{1,12})?/.exec(text)?.[0] ?? '0';

/** Sales that the vendor's schemes leave out whatever their value (VAT Directive Art. 369l; VAT Act 1994 s. 7AA). */
const leftOut: ReadonlySet<string> = new Set(['excluded_goods', 'not_a_sale', 'business_buyer']);

const checkProcedures = ({ parcel, declaration, head, orders }: Subject, findings: Findings): void => {
  const assessment = current(declaration);
  if (assessment === undefined) return;
  const claims = (procedure: string): boolean => declaration.procedures.has(procedure);
  const claim = (procedure: string, amount: bigint, expected: string, found: string, because: readonly BreakCode[] = []): void => {
    findings.broken({ parcel }, 'B31', {
      subject: `${declaration.id}/${procedure}`,
      amount,
      currency: assessment.currency,
      since: assessment.assessedAt,
      criterion: `${procedure} claimed under ${head.mrn}`,
      expected,
      found,
      distance: 'not comparable',
      ...findings.rootAmong(because, parcel),
    });
  };
  const relieved = sumOf(assessment.totals.map((total) => total.relieved));
  const sold = orders.find(
    (order) => order.head?.kind === 'order' && order.head.transactionType === undefined && order.payments.length > 0,
  );
  if (claims('C08') && sold !== undefined)
    claim('C08', relieved, 'a gift between private persons', `order ${sold.head?.number ?? ''}, sold and paid`);
  const scheme = ['F48', 'F49', '1RV'].find(claims);
  if (scheme !== undefined && assessment.accountedIn === undefined) {
    const found = head.schemeNumber === undefined ? 'no scheme number' : `a scheme that does not apply to ${head.schemeNumber}`;
    claim(scheme, vatPayable(assessment), 'a scheme whose return carries the VAT', found, ['B30', 'B28', ...differencesOfGoods]);
  }
  const excluded = isVendors(assessment.accountedIn?.scheme)
    ? orders.find(({ exclusion }) => exclusion !== undefined && leftOut.has(exclusion.reason))
    : undefined;
  if (excluded !== undefined)
    claim(
      scheme ?? 'F48',
      vatElsewhere(assessment),
      'a sale that the scheme serves',
      `order ${excluded.head?.number ?? ''}: ${excluded.exclusion?.reason ?? ''}`,
    );
  const test =
    claims('C07') && head.dataset === 'H1'
      ? findings.context.law.importTest({
          jurisdiction: head.jurisdiction,
          acceptedOn: head.acceptedOn,
          currency: head.currency,
          value: declaredValueOf(declaration) - unitsOf(head.discount),
        })
      : undefined;
  if (test?.within === false)
    claim('C07', relieved, `goods of at most ${textOf(test.limit)} ${test.currency}`, `${textOf(test.value)} ${test.currency}`, ['B30']);
};

/**
 * VAT that the vendor took at checkout and customs at the border, less what was given back of either: one of them has to go back to the
 * buyer.
 */
const checkTaxedTwice = ({ parcel, declaration, head, orders, facts }: Subject, findings: Findings): void => {
  const assessment = current(declaration);
  if (assessment === undefined) return;
  const given = facts.claims
    .flatMap(({ approval }) => approval?.lines ?? [])
    .filter((line) => line.declaration === declaration.id && isVat(line));
  const atBorder = vatPayable(assessment) - sumOf(given.map(({ amount }) => amount));
  const twice = orders.find(
    ({ supply, adjustments }) =>
      supply !== undefined && sumOf([...supply.rows, ...adjustments.flatMap(({ rows }) => rows)].map(({ vat }) => vat)) > 0n,
  );
  if (atBorder <= 0n || twice?.supply === undefined) return;
  const { currency, schemeNumber, rows } = twice.supply;
  findings.broken({ parcel }, 'B32', {
    subject: declaration.id,
    amount: atBorder,
    currency: assessment.currency,
    since: assessment.assessedAt,
    criterion: `VAT of the goods under ${head.mrn}`,
    expected: `VAT taken once: ${textOf(sumOf(rows.map(({ vat }) => vat)))} ${currency} at checkout under ${schemeNumber}`,
    found: `${textOf(atBorder)} ${assessment.currency} at the border as well`,
    distance: textOf(atBorder),
    ...findings.rootAmong(['B30', 'B31', 'B28', ...differencesOfGoods], parcel),
  });
};
