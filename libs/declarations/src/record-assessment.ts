import { canonicalJson, Remembered, sha256Hex } from '#event-catalogue';
import { accept, type Decision } from '#event-store';
import { add, formatMoney, type Money, sum, zero } from '#money';
import {
  type AssessedDeclaration,
  type AssessmentLine,
  type AssessmentRefused,
  assess,
  measureTableId,
  type ReliefKind,
  type RuleBook,
  type TaxAmounts,
} from '#rules';
import { toAssessable } from './assessable-declaration';
import { type ChangeReason, changesBetween } from './assessment-changes';
import { type AssessedLine, type DutyAssessedData } from './assessment.events';
import { type DeclarationEvent } from './declarations.events';
import { refuse } from './declarations.rejections';
import { lastAssessed, type LodgedDeclaration } from './declarations.state';
import { declarationId } from './declarations.streams';
import { bytesPerAppend, chunked } from './event-chunks';
import { overRefunded } from './refundable';

/** `ruleBook` is reference data: the law as known; the event pins each table of it that was used by its content hash. */
export type Assess = Readonly<{ type: 'Assess'; ruleBook: RuleBook }>;

/** Reason of a version that the authority made itself, of the same data under another law; no declarant may give it. */
export const reassessment = 'reassessed';

const linesPerChunk = 150;
const mostFindings = 100;

/** The assessment of a lodged declaration as events would store it: totals, and lines under their digest. */
export type AssessmentRecord = Readonly<{ duty: DutyAssessedData; lines: readonly AssessedLine[] }>;
type MeasuredRecord = AssessmentRecord & Readonly<{ /** Of the lines. */ bytes: number }>;

export const assessLodged = ({ ruleBook }: Assess, state: LodgedDeclaration): Decision<DeclarationEvent> => {
  if (state.assessment?.kind === 'assessed')
    return refuse('DECLARATION_ALREADY_ASSESSED', `${state.header.mrn} version ${String(state.header.version)} is assessed`);
  const assessment = assess(toAssessable(state), ruleBook, 'amounts');
  if (assessment.kind === 'refused') return refusedBy(assessment, state);
  const before = lastAssessed(state);
  const charged = state.release?.charged;
  const {
    duty,
    lines,
    bytes: size,
  } = recordOf(
    {
      header: state.header,
      ...(state.amended === undefined ? {} : { amended: state.amended }),
      ...(before === undefined ? {} : { before }),
    },
    assessment,
    charged,
  );
  const over = overRefunded(state.refunds, lines, duty.currency, state.header.acceptedOn);
  if (over !== undefined)
    return refusedBy(
      {
        code: 'REFUND_EXCEEDS_ASSESSMENT',
        message: `more ${over.taxType} is reserved to be given back than version ${String(duty.version)} leaves payable`,
        itemSeq: over.seq,
      },
      state,
    );
  const { chunks, bytes } = chunked(lines, linesPerChunk, size);
  if (bytes > bytesPerAppend)
    return refusedBy(
      { code: 'ASSESSMENT_TOO_LARGE', message: `the lines have ${String(bytes)} bytes, at most ${String(bytesPerAppend)} are stored` },
      state,
    );
  return accept<DeclarationEvent>(
    { type: 'DutyAssessed', data: duty },
    ...chunks.map((chunk): DeclarationEvent => ({ type: 'AssessmentLinesRecorded', data: { lines: chunk } })),
  );
};

/** The same refusal again is no news; once the missing rule or rate is published, the declaration is assessed after all. */
const refusedBy = (
  refused: Pick<AssessmentRefused, 'message' | 'itemSeq'> & { readonly code: string },
  state: LodgedDeclaration,
): Decision<DeclarationEvent> => {
  const data = {
    version: state.header.version,
    code: refused.code,
    message: refused.message.slice(0, 500),
    ...(refused.itemSeq === undefined ? {} : { field: `items.${String(refused.itemSeq)}` }),
  };
  if (state.assessment?.kind === 'refused' && canonicalJson(state.assessment.refusal) === canonicalJson(data)) return accept();
  return accept({ type: 'AssessmentRefused', data });
};

/**
 * Maps the answer of the rules to what is stored. Assessed at acceptance: that day's rules and rates apply, to later versions too (UCC Art.
 * 85). `state.before` is the assessment that this one changes, `charged` the charge that the declaration knows of.
 */
export const recordOf = (
  state: Pick<LodgedDeclaration, 'header' | 'amended' | 'before'>,
  assessed: AssessedDeclaration,
  charged?: DutyAssessedData['charged'],
): MeasuredRecord => {
  const { header, amended, before } = state;
  const text = amountText(assessed.currency, header.acceptedOn);
  const indexOf = tableIndex(assessed);
  const lines = assessed.lines.map((line) => lineOf(line, indexOf(line.ruleId), text));
  const written = JSON.stringify(lines);
  const elsewhere = assessed.lines.find((line) => line.elsewhere !== undefined)?.elsewhere;
  const findings = assessed.findings
    .slice(0, mostFindings)
    .map(({ code, itemSeq }) => ({ code, ...(itemSeq === undefined ? {} : { item: itemSeq }) }));
  const amounts = {
    version: header.version,
    currency: assessed.currency,
    totals: assessed.totals.map((total) => ({ taxType: total.taxType, beneficiary: total.beneficiary, ...amountsOf(total, text) })),
    relief: reliefOf(assessed.lines, text),
    payable: text(
      sum(
        assessed.totals.map((total) => total.payable),
        assessed.currency,
      ),
    ),
  };
  const duty: DutyAssessedData = {
    declaration: declarationId(header.authority, header.declarant, header.lrn),
    authority: header.authority,
    mrn: header.mrn,
    assessedAt: amended?.at ?? header.acceptedAt,
    accountHolder: header.accountHolder,
    tables: assessed.tables,
    exchangeRows: assessed.exchangeRows.map(({ base, quote, rate, day, sourceDate }) => ({ base, quote, rate, day, sourceDate })),
    lineCount: lines.length,
    linesDigest: sha256Hex(written),
    ...amounts,
    ...(elsewhere === undefined
      ? {}
      : {
          accountedIn: {
            scheme: elsewhere.scheme,
            schemeNumber: elsewhere.number,
            ...(elsewhere.period === undefined ? {} : { period: elsewhere.period }),
          },
        }),
    ...(before === undefined && header.version === 1
      ? {}
      : { changes: changesBetween(before, amounts, reasonOf(state), header.acceptedOn) }),
    ...(charged === undefined ? {} : { charged }),
    ...(header.provisional === true ? { provisional: true } : {}),
    ...(findings.length === 0 ? {} : { findings }),
  };
  return { duty, lines, bytes: Buffer.byteLength(written, 'utf8') };
};

const reasonOf = ({ header, amended, before }: Pick<LodgedDeclaration, 'header' | 'amended' | 'before'>): ChangeReason => {
  if (before?.provisional === true && header.provisional !== true) return 'final';
  return amended?.reason === reassessment ? 'reassessed' : 'amended';
};

/**
 * SHA-256 over the canonical JSON of all lines in order. `lines` come from `lineOf` or from stored events: both have their keys in
 * canonical order.
 */
export const digestOf = (lines: readonly AssessedLine[]): string => sha256Hex(JSON.stringify(lines));

/**
 * Writes the amounts of one assessment, all of one currency: most of them are nothing, and others the very amount that was written before.
 */
const amountText = (currency: string, on: string): ((money: Money) => string) => {
  const nothing = formatMoney(zero(currency), on);
  let [last, written] = [zero(currency), nothing];
  return (money) => {
    if (money.minor === 0n) return nothing;
    if (money !== last) [last, written] = [money, formatMoney(money, on)];
    return written;
  };
};

/** Keys stand in canonical order (UTF-16), so that the digest of a hundred thousand declarations needs no sorting. */
const lineOf = (line: AssessmentLine, table: number, text: (money: Money) => string): AssessedLine => {
  const { base, beneficiary, expression: rate, reliefKind, ruleId: rule, itemSeq: seq, taxType } = line;
  const accountedElsewhere = text(line.accountedElsewhere);
  const assessed = text(line.assessed);
  const payable = text(line.payable);
  const relieved = text(line.relieved);
  const secured = text(line.secured);
  // Two records and nothing spread: so both kinds of line keep a hidden class, and fields after a copy cost as much as all others.
  return reliefKind === undefined
    ? { accountedElsewhere, assessed, base, beneficiary, payable, rate, relieved, rule, secured, seq, table, taxType }
    : { accountedElsewhere, assessed, base, beneficiary, payable, rate, reliefKind, relieved, rule, secured, seq, table, taxType };
};

const amountsOf = (amounts: TaxAmounts, text: (money: Money) => string): Readonly<Record<keyof TaxAmounts, string>> => ({
  assessed: text(amounts.assessed),
  relieved: text(amounts.relieved),
  accountedElsewhere: text(amounts.accountedElsewhere),
  secured: text(amounts.secured),
  payable: text(amounts.payable),
});

/**
 * Index of the table that a line's rule stands in. Throws RangeError where the rules did not pin it: an assessment pins every table it
 * used.
 */
const tableIndex = ({ tables, jurisdiction }: AssessedDeclaration): ((ruleId: string) => number) => {
  return (ruleId) => {
    const found = tables.findIndex(holderOf(ruleId, jurisdiction));
    if (found === -1) throw new RangeError(`no table of the assessment holds rule ${ruleId}`);
    return found;
  };
};

/**
 * A measure is named jurisdiction:taxType:codePrefix:origin:from; a low-value rule by its own id; what a declaration states itself rests on
 * the jurisdiction.
 */
const holderOf = (ruleId: string, jurisdiction: string): ((table: AssessedDeclaration['tables'][number]) => boolean) => {
  const tariffTable = tariffTables.answer(ruleId, () => tariffTableOf(ruleId));
  if (tariffTable !== undefined) return ({ id }) => id === tariffTable;
  return ({ id }) => (ruleId === 'stated' ? id === `jurisdiction/${jurisdiction}` : id.startsWith('low-value/'));
};

const tariffTables = new Remembered<string | undefined>(10_000);
const tariffTableOf = (ruleId: string): string | undefined => {
  const [tariff, taxType, prefix] = ruleId.split(':');
  if (tariff === undefined || taxType === undefined || prefix === undefined) return undefined;
  return measureTableId({ jurisdiction: tariff, taxType, codePrefix: prefix === 'all' ? '' : prefix });
};

/** Relief that was given, per kind and tax type; the sum of it is `relieved` of the totals. */
const reliefOf = (lines: readonly AssessmentLine[], text: (money: Money) => string): DutyAssessedData['relief'] => {
  const relief = new Map<string, { kind: ReliefKind; taxType: string; amount: Money }>();
  for (const { reliefKind: kind, taxType, relieved } of lines) {
    if (kind === undefined) continue;
    const key = `${kind} ${taxType}`;
    const before = relief.get(key);
    relief.set(key, { kind, taxType, amount: before === undefined ? relieved : add(before.amount, relieved) });
  }
  return [...relief].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { kind, taxType, amount }]) => ({ kind, taxType, amount: text(amount) }));
};
