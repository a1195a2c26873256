import { add, type Money, zero } from '#money';
import { contextOf, type AssessContext } from './assess-context';
import { dutyLines, securityLines } from './assess-duty';
import { itemValues, type ItemValues } from './assess-values';
import { vatLines } from './assess-vat';
import { type AssessedDeclaration, type AssessedItem, type Assessment, type AssessmentLine, type AssessmentTotal } from './assessment';
import { type AssessableDeclaration, type AssessableItem } from './declaration';
import { type Detail, Recorder } from './recorder';
import { Refusal, refusalOf } from './refusal';
import { type RuleBook } from './rule-book';

/**
 * What is owed on a declaration, and why. Pure: the same declaration and book give the same answer, byte for byte; it serves quote,
 * declaration, re-assessment and what-if. A refusal (missing rate, ambiguous code, unreadable value) is an answer too.
 */
export const assess = (declaration: AssessableDeclaration, book: RuleBook, detail: Detail = 'explained'): Assessment => {
  try {
    return assessed(declaration, book, detail);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return refusal;
  }
};

const assessed = (declaration: AssessableDeclaration, book: RuleBook, detail: Detail): AssessedDeclaration => {
  if (declaration.items.length === 0) throw new Refusal('NO_ITEMS', 'a declaration has items');
  const recorder = new Recorder(book, declaration.acceptedOn, detail);
  const ordered = inSequence(declaration);
  const context = contextOf(ordered, book, recorder);
  const values = itemValues(context);
  const classesSeen = new Set<string>();
  const lines: AssessmentLine[] = [];
  const items: AssessedItem[] = [];
  ordered.items.forEach((item, i) => {
    const value = values[i] ?? { customs: zero(context.currency), delivered: zero(context.currency) };
    lines.push(...itemLines(context, item, value, classesSeen));
    items.push({ seq: item.seq, customsValue: value.customs });
  });
  lines.forEach(assertIdentity);
  return {
    kind: 'assessed',
    jurisdiction: declaration.jurisdiction,
    currency: context.currency,
    lines,
    totals: totalsOf(lines),
    items,
    tables: recorder.tables,
    exchangeRows: recorder.exchangeRows,
    ...(context.threshold === undefined ? {} : { threshold: context.threshold }),
    findings: recorder.findings,
    roundings: recorder.roundings,
  };
};

const itemLines = (
  context: AssessContext,
  item: AssessableItem,
  { customs, delivered }: ItemValues,
  classesSeen: Set<string>,
): readonly AssessmentLine[] => {
  if (customs.minor === 0n)
    context.recorder.findings.push({ code: 'VALUE_ZERO', message: `item ${String(item.seq)} is declared at zero`, itemSeq: item.seq });
  const duties = dutyLines(context, item, customs, classesSeen);
  return [...duties, ...vatLines(context, item, delivered, duties), ...securityLines(context, item, customs)];
};

/** The order of the lines depends on item numbers, not on how a message happened to list them. Numbers may have gaps. */
const inSequence = (declaration: AssessableDeclaration): AssessableDeclaration => {
  const { items } = declaration;
  if (items.every((item, i) => i === 0 || (items[i - 1]?.seq ?? 0) < item.seq)) return declaration;
  return { ...declaration, items: [...items].sort((a, b) => a.seq - b.seq) };
};

/** The law of the five amounts; a line that breaks it is a bug of ours. */
const assertIdentity = (line: AssessmentLine): void => {
  if (line.assessed.minor !== line.relieved.minor + line.accountedElsewhere.minor + line.secured.minor + line.payable.minor) {
    throw new Error(`item ${String(line.itemSeq)} ${line.taxType}: assessed is not the sum of its parts`);
  }
};

/** Per tax type and beneficiary, ordered by both. */
const totalsOf = (lines: readonly AssessmentLine[]): readonly AssessmentTotal[] => {
  const totals = new Map<string, AssessmentTotal>();
  for (const line of lines) {
    const key = `${line.taxType} ${line.beneficiary}`;
    const before = totals.get(key);
    totals.set(key, {
      taxType: line.taxType,
      beneficiary: line.beneficiary,
      assessed: plus(before?.assessed, line.assessed),
      relieved: plus(before?.relieved, line.relieved),
      accountedElsewhere: plus(before?.accountedElsewhere, line.accountedElsewhere),
      secured: plus(before?.secured, line.secured),
      payable: plus(before?.payable, line.payable),
    });
  }
  return [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);
};

const plus = (a: Money | undefined, b: Money): Money => (a === undefined ? b : add(a, b));
