import { questionMarks, type ReadModel, type Row, type SqlParameter } from '#read-model';
import { type ClaimStatus } from '../claim-status';
import { type ClaimView, claimView } from '../claim-view';
import { daysBetween } from '../matching/criteria';
import { claimOfRow } from './refund-claims.projection';
import { refundClaimParties, refundClaims, refundTaxes, returnCaseParties, returnCases } from './returns.tables';

export type ReturnCaseRow = Row<typeof returnCases>;
/** A claim as it is listed; amounts are canonical text. */
export type RefundClaimRow = Omit<Row<typeof refundClaims>, 'made'>;
/** A tax of an item with what was asked and approved of it. */
export type RefundTaxRow = Row<typeof refundTaxes>;

/** Some rows, and where to go on; `next` is absent after the last page. */
export interface Page<R> {
  readonly rows: readonly R[];
  readonly next?: string;
}
/**
 * `parties`: only what concerns one of them (ownership is filtered here, not after). `after` is the cursor of the page before. 100 rows
 * unless told.
 */
interface Question {
  readonly parties?: readonly string[];
  readonly after?: string;
  readonly limit?: number;
}
export interface ReturnQuestion extends Question {
  readonly status?: 'reported' | 'matched' | 'unmatched';
  readonly reporter?: string;
}
export interface ClaimQuestion extends Question {
  readonly status?: ClaimStatus;
  readonly claimant?: string;
  readonly authority?: string;
}

/** Returns in order of their report. */
export const findReturnCases = async (views: ReadModel, question: ReturnQuestion = {}): Promise<Page<ReturnCaseRow>> => {
  const { rest, parameters, limit } = pageOf(question, {
    day: 'reported_at',
    id: 'return_case',
    parties: returnCaseParties.name,
    equal: { status: question.status, reporter: question.reporter },
  });
  return paged(
    question.parties?.length === 0 ? [] : await views.select(returnCases, rest, parameters),
    limit,
    (row) => `${row.reported_at}/${row.return_case}`,
  );
};

/** Claims in order of their day. */
export const findClaims = async (views: ReadModel, question: ClaimQuestion = {}): Promise<Page<RefundClaimRow>> => {
  const { status, claimant, authority } = question;
  const { rest, parameters, limit } = pageOf(question, {
    day: 'claimed_on',
    id: 'claim',
    parties: refundClaimParties.name,
    equal: { status, claimant, authority },
  });
  const rows = question.parties?.length === 0 ? [] : await views.select(refundClaims, rest, parameters);
  return paged(rows.map(withoutState), limit, (row) => `${row.claimed_on}/${row.claim}`);
};

/** One claim as a party sees it; undefined where there is none or it is none of its business. */
export const findClaim = async (views: ReadModel, claim: string, party: string): Promise<ClaimView | undefined> => {
  const [row] = await views.select(refundClaims, 'WHERE claim = ?', [claim]);
  return row === undefined ? undefined : claimView(claimOfRow(row), party);
};

/**
 * What a claim waits for, and how long it may: `daysLeft` until the last day of the first missing document, negative when it has passed.
 */
export type WorklistEntry = RefundClaimRow & Readonly<{ task: 'reserve' | 'evidence' | 'decide' | 'offset' | 'pay'; daysLeft?: number }>;

const tasks: Readonly<Partial<Record<string, WorklistEntry['task']>>> = {
  claimed: 'reserve',
  waiting_for_evidence: 'evidence',
  complete: 'decide',
  approved: 'offset',
  to_be_paid: 'pay',
};

/** Claims that somebody has to do something about, the most urgent first; `asOf` is the day that clocks are read on. */
export const claimWorklist = async (
  views: ReadModel,
  { authority, asOf, limit = 100 }: Readonly<{ authority?: string; asOf: string; limit?: number }>,
): Promise<readonly WorklistEntry[]> => {
  const open = Object.keys(tasks);
  const where = `WHERE status IN (${questionMarks(open.length)})${authority === undefined ? '' : ' AND authority = ?'}`;
  const rows = await views.select(refundClaims, `${where} ORDER BY COALESCE(next_deadline, '9999-12-31'), claimed_on, claim LIMIT ?`, [
    ...open,
    ...(authority === undefined ? [] : [authority]),
    limit,
  ]);
  return rows.map((row) => ({
    ...withoutState(row),
    task: tasks[row.status] ?? 'decide',
    ...(row.next_deadline === undefined ? {} : { daysLeft: daysBetween(asOf, row.next_deadline) }),
  }));
};

/** Documents whose last day lies before `asOf` and that nobody has marked as missed yet: each is a `MissDeadline` to its claim. */
export const passedDeadlines = async (
  views: ReadModel,
  asOf: string,
): Promise<readonly Readonly<{ claim: string; authority: string; kind: string; until: string }>[]> => {
  const rows = await views.select(refundClaims, 'WHERE next_deadline < ? ORDER BY next_deadline, claim', [asOf]);
  return rows.flatMap(({ claim, authority, missing }) =>
    missing.filter(({ until, missed }) => !missed && until < asOf).map(({ kind, until }) => ({ claim, authority, kind, until })),
  );
};

/** Taxes of which claims ask for more than was paid: the later ones cannot be reserved, and somebody tries to be paid twice. */
export const overclaimedTaxes = (views: ReadModel, limit = 100): Promise<readonly RefundTaxRow[]> =>
  views.select(refundTaxes, `WHERE exceeded = 'yes' ORDER BY mrn, seq, tax_type, beneficiary LIMIT ?`, [limit]);

const withoutState = ({ made: _, ...row }: Row<typeof refundClaims>): RefundClaimRow => row;

interface Listing {
  readonly day: string;
  readonly id: string;
  readonly parties: string;
  readonly equal: Readonly<Record<string, string | undefined>>;
}

const pageOf = (
  { parties, after, limit = 100 }: Question,
  { day, id, parties: partyTable, equal }: Listing,
): Readonly<{ rest: string; parameters: readonly SqlParameter[]; limit: number }> => {
  const stated = Object.entries(equal).flatMap(([column, value]) => (value === undefined ? [] : [[column, value] as const]));
  const where = stated.map(([column]) => `${column} = ?`);
  const parameters: SqlParameter[] = stated.map(([, value]) => value);
  if (parties !== undefined) {
    where.push(`${id} IN (SELECT ${id} FROM ${partyTable} WHERE party IN (${questionMarks(parties.length)}))`);
    parameters.push(...parties);
  }
  if (after !== undefined) {
    const [lastDay = '', lastId = ''] = after.split('/');
    where.push(`(${day}, ${id}) > (?, ?)`);
    parameters.push(lastDay, lastId);
  }
  return {
    rest: `${where.length === 0 ? '' : `WHERE ${where.join(' AND ')} `}ORDER BY ${day}, ${id} LIMIT ?`,
    parameters: [...parameters, limit + 1],
    limit,
  };
};

const paged = <R>(rows: readonly R[], limit: number, cursor: (row: R) => string): Page<R> => {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return rows.length <= limit || last === undefined ? { rows: page } : { rows: page, next: cursor(last) };
};
