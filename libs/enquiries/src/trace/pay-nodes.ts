import {
  allocationsOf,
  allocationsTo,
  type AllocationRow,
  findCharges,
  findPeriod,
  findReceipt,
  findStatement,
  type ReceiptRow,
  type ToleratedRestRow,
  toleratedRestsOf,
} from '#accounts';
import { present, streamName } from '#event-catalogue';
import { type ReadModel } from '#read-model';
import { textOf, unitsOf } from '#reconciliation';
import { normalTerm } from '../search/search-term';
import { type OwnedNode, type TraceNode } from './trace-node';

/** Stream of a filed return by its public reference. */
const returnNamed = async (views: ReadModel, reference: string): Promise<string | undefined> =>
  (
    await views.get<{ readonly subject: string }>(
      "SELECT subject FROM search_terms WHERE term = ? AND kind = 'return' AND written = ? ORDER BY position LIMIT 1",
      [normalTerm(reference), reference],
    )
  )?.subject;

/**
 * What a bank entry settled, debt by debt, and what was tolerated beside it. What opened again later still shows, for it was settled
 * with this money once: the status says that it was taken back, or that the entry went to the account that it was for (`transferred`).
 */
export const settledBy = async (views: ReadModel, receipt: string): Promise<readonly OwnedNode[]> => {
  const entry = await findReceipt(views, receipt);
  const holder = entry?.holder;
  const debts = new Map<string, AllocationRow[]>();
  for (const row of await allocationsOf(views, receipt)) {
    const key = [row.kind, row.account, row.reference].join(' ');
    debts.set(key, [...(debts.get(key) ?? []), row]);
  }
  const nodes: OwnedNode[] = [];
  for (const [key, rows] of debts)
    nodes.push({
      key,
      owners: holder === undefined || isOfAnother(entry, rows) ? [] : [holder],
      node: await debtNode(views, rows, isOfAnother(entry, rows) ? 'transferred' : entry?.status),
    });
  return [
    ...nodes,
    ...tolerationsIn(await toleratedRestsOf(views, { receipt }), ({ kind, account, reference }) => [kind, account, reference]),
  ];
};

/** The entry had been identified to the wrong account, where it settled this once. */
const isOfAnother = (entry: ReceiptRow | undefined, rows: readonly AllocationRow[]): boolean =>
  entry?.account !== undefined && rows.some(({ account }) => account !== entry.account);

const sumOf = (rows: readonly { readonly amount: string }[]): string => textOf(rows.reduce((sum, { amount }) => sum + unitsOf(amount), 0n));

const debtNode = async (views: ReadModel, rows: readonly AllocationRow[], status: string | undefined): Promise<TraceNode> => {
  const [first] = rows;
  if (first === undefined) throw new TypeError('a debt was settled by no allocation');
  const { kind, reference, currency, account, allocated_on: on, rule } = first;
  const parts = rows.map(({ tax_type: taxType, beneficiary, amount }) => ({ taxType, beneficiary, amount }));
  const subject = await subjectOf(views, { kind, reference, account });
  return {
    kind: kind as TraceNode['kind'],
    reference,
    on,
    amount: sumOf(rows),
    currency,
    parts,
    says: { rule, ...present({ status }) },
    ...(subject === undefined ? {} : { subject }),
  };
};

const subjectOf = async (
  views: ReadModel,
  { kind, reference, account }: Pick<AllocationRow, 'kind' | 'reference' | 'account'>,
): Promise<string | undefined> => {
  if (kind === 'statement') {
    const period = await findStatement(views, reference);
    return period === undefined ? undefined : streamName('accountPeriod', period.account_period);
  }
  if (kind === 'return') return returnNamed(views, reference);
  if (kind !== 'charge') return undefined;
  const [charge] = await findCharges(views, { reference, account });
  return charge === undefined ? undefined : streamName('charge', charge.charge);
};

/**
 * What was tolerated of a debt, or is owed again (below zero), each time by itself: `event` names the one that said so, under which the journal
 * has its entry.
 */
const tolerationsIn = (rows: readonly ToleratedRestRow[], beside: (row: ToleratedRestRow) => readonly string[]): readonly OwnedNode[] => {
  const told = new Map<string, [ToleratedRestRow, ...ToleratedRestRow[]]>();
  for (const row of rows) {
    const key = [...beside(row), 'tolerated', row.told_on, row.account_period, String(row.revision).padStart(12, '0')].join(' ');
    const known = told.get(key);
    if (known === undefined) told.set(key, [row]);
    else known.push(row);
  }
  return [...told].map(([key, rests]) => ({ key, owners: [rests[0].holder], node: tolerationNode(rests) }));
};

const tolerationNode = (rests: readonly [ToleratedRestRow, ...ToleratedRestRow[]]): TraceNode => {
  const [{ account_period: period, revision, told_on: on, reference, currency, because: rule, allowed, books, receipt }] = rests;
  const says = {
    rule,
    books,
    event: `${streamName('accountPeriod', period)}@${String(revision)}`,
    ...(allowed === undefined ? {} : { allowed }),
    ...(receipt === undefined ? {} : { beside: streamName('receipt', receipt) }),
  };
  const parts = rests.map(({ tax_type: taxType, beneficiary, amount }) => ({ taxType, beneficiary, amount }));
  return { kind: 'toleration', reference, on, amount: sumOf(rests), currency, parts, says };
};

/** The bank entries that paid a debt, each with what it brought to it, and what was tolerated of it. */
export const paidBy = async (
  views: ReadModel,
  of: Readonly<{ kind: string; reference: string; account?: string }>,
): Promise<readonly OwnedNode[]> => {
  const receipts = new Map<string, AllocationRow[]>();
  for (const row of await allocationsTo(views, of)) receipts.set(row.receipt, [...(receipts.get(row.receipt) ?? []), row]);
  const nodes: OwnedNode[] = [];
  for (const [receipt, rows] of receipts) {
    const entry = await findReceipt(views, receipt);
    const isAnothers = isOfAnother(entry, rows);
    const status = isAnothers ? 'transferred' : entry?.status;
    const says =
      entry === undefined
        ? {}
        : { says: { bankAccount: entry.bank_account, entry: `${entry.amount} ${entry.currency}`, ...present({ status }) } };
    const parts = rows.map(({ tax_type: taxType, beneficiary, amount }) => ({ taxType, beneficiary, amount }));
    const node: TraceNode = {
      kind: 'receipt',
      subject: streamName('receipt', receipt),
      ...(entry === undefined ? {} : { reference: entry.entry_reference, on: entry.booked_on }),
      amount: sumOf(rows),
      currency: rows[0]?.currency ?? '',
      parts,
      ...says,
    };
    nodes.push({ key: receipt, owners: entry?.holder === undefined || isAnothers ? [] : [entry.holder], node });
  }
  return [...nodes, ...tolerationsIn(await toleratedRestsOf(views, of), ({ receipt = '' }) => [receipt])];
};

/** Where a charge was stated, or, where it is paid by itself, the bank entries that paid it. */
export const chargedIn = async (views: ReadModel, charge: string): Promise<readonly OwnedNode[]> => {
  const [row] = await findCharges(views, { charge });
  const period = row === undefined ? undefined : await findPeriod(views, row.account_period);
  if (row === undefined || period === undefined) return [];
  if (row.kind === 'return') return [];
  if (period.kind === 'cash' || period.kind === 'consumer')
    return paidBy(views, { kind: 'charge', reference: row.reference, account: row.account });
  const { account_period: id, statement_reference: reference, closed_on: on, currency, charged, due_on: dueOn } = period;
  const says = { period: period.period, status: period.status, ...(dueOn === undefined ? {} : { dueOn }) };
  return [
    {
      key: id,
      owners: [period.holder],
      node: {
        kind: 'statement',
        subject: streamName('accountPeriod', id),
        ...present({ reference, on }),
        amount: charged,
        currency,
        says,
      },
    },
  ];
};
