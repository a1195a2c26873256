import { join } from 'node:path';
import { accountDecider, accountId, accountStream, receiptDecider, receiptStream, type RecordReceipt } from '#accounts';
import { commandIdOfMessage, type DomainEvent } from '#event-catalogue';
import { accept, type CommandContext, type Decider, type Dispatch } from '#event-store';
import { type Ledger, openLedger } from '#runtime';
import { schemeReturnId, schemeReturnStream, type SchemeReturnEvent } from '#scheme-returns';
import type { Figure } from './figure';
import { timed } from './limits';
import { clock } from './workload';

const authority = 'EU-IE';
const holderOf = (number: number): string => `V-IE-${String(number)}`;

const contextOf = (kind: string, reference: string, effectiveAt: string): CommandContext => ({
  commandId: commandIdOfMessage({ book: authority, issuer: 'BENCH', kind, reference, version: '1' }),
  actor: 'bench',
  book: authority,
  effectiveAt,
});

/** Returns are written as they are: how they come about is not what is measured. */
const filing: Decider<SchemeReturnEvent, null, SchemeReturnEvent> = {
  category: 'schemeReturn',
  initial: null,
  evolve: () => null,
  decide: (event) => accept(event),
};

const openAccount = (number: number) => ({
  decider: accountDecider,
  stream: accountStream(authority, holderOf(number), 'scheme'),
  command: {
    type: 'OpenAccount',
    authority,
    holder: holderOf(number),
    kind: 'scheme',
    currency: 'EUR',
    cycle: 'EU-IOSS-MONTH',
    openedOn: '2026-01-01',
  } as const,
  context: contextOf('account', holderOf(number), '2026-01-01T00:00:00.000Z'),
});

const numberOf = (number: number): string => String(number).padStart(7, '0');
const referenceOf = (number: number): string => `IE/IM3720000014/${numberOf(number)}`;

/** A return of two states, 3.00 in all. */
const fileReturn = (number: number, accounts: number): Dispatch<SchemeReturnEvent, null, SchemeReturnEvent> => {
  const period = `P${numberOf(number)}`;
  const hash = '0'.repeat(64);
  const data: SchemeReturnEvent['data'] = {
    return: schemeReturnId(authority, 'IM3720000014', period),
    returnReference: referenceOf(number),
    authority,
    scheme: 'EU-IOSS',
    schemeNumber: 'IM3720000014',
    holder: holderOf(number % accounts),
    period,
    start: '2025-12-01',
    end: '2026-01-01',
    dueOn: '2026-01-31',
    filedOn: '2026-01-10',
    currency: 'EUR',
    rows: [],
    corrections: [],
    payable: '3.00',
    exchangeRows: [],
    expected: [],
    balances: ['DE', 'FR'].map((country, i) => ({
      country,
      vat: `${String(i + 1)}.00`,
      corrections: '0.00',
      balance: `${String(i + 1)}.00`,
    })),
    ruleSet: { id: 'EU-IOSS', hash },
    supplies: 0,
    adjustments: 0,
    suppliesDigest: hash,
  };
  return {
    decider: filing,
    stream: schemeReturnStream(authority, 'IM3720000014', period),
    command: { type: 'SchemeReturnFiled', data },
    context: contextOf('return', period, '2026-01-10T09:00:00.000Z'),
  };
};

/** A bank entry that pays a return: most exactly, some too little, some too much. */
const receive = (number: number) => {
  const command: RecordReceipt = {
    type: 'RecordReceipt' as const,
    authority,
    bankAccount: 'IE-BANK',
    entryReference: numberOf(number),
    amount: number % 10 === 0 ? '2.00' : number % 10 === 1 ? '4.00' : '3.00',
    currency: 'EUR',
    bookedOn: '2026-01-20',
    valueOn: '2026-01-20',
    remittance: `RETURN ${referenceOf(number)}`,
    endToEndId: `PAY-${numberOf(number)}`,
  };
  return {
    decider: receiptDecider,
    stream: receiptStream(authority, 'IE-BANK', numberOf(number)),
    command,
    context: contextOf('receipt', numberOf(number), '2026-01-20T00:00:00.000Z'),
  };
};

const sendAll = async <C, S, E extends DomainEvent>(
  ledger: Ledger,
  count: number,
  make: (number: number) => Dispatch<C, S, E>,
): Promise<void> => {
  const dispatches = function* () {
    for (let number = 0; number < count; number += 1) yield make(number);
  };
  for await (const outcome of ledger.runner.runEach(dispatches(), { inFlight: 400 }))
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
};

const allocations = async (ledger: Ledger): Promise<number> => {
  let count = 0;
  for await (const { events } of ledger.store.readAll({ categories: ['accountPeriod'] }))
    count += events.filter(({ type }) => type === 'PaymentAllocated').length;
  return count;
};

/** So many receipts, each for a return of its own, on so many accounts: identified by what they quote, credited and allocated, durable. */
const receiptsOn = async (directory: string, receipts: number, accounts: number): Promise<Figure> => {
  const ledger = await openLedger({ dataDirectory: join(directory, `receipts-${String(accounts)}`), clock });
  try {
    await sendAll(ledger, accounts, openAccount);
    await ledger.settle();
    await sendAll(ledger, receipts, (number) => fileReturn(number, accounts));
    const charging = await timed(() => ledger.settle());
    const recording = await timed(() => sendAll(ledger, receipts, receive));
    const value = await timed(() => ledger.settle());
    const found = await allocations(ledger);
    if (found !== receipts)
      throw new Error(
        `${String(found)} of ${String(receipts)} receipts of ${accountId(authority, holderOf(0), 'scheme')} and others were allocated`,
      );
    const name = `receipts identified and allocated, ${String(accounts)} account${accounts === 1 ? '' : 's'}`;
    return {
      name,
      unit: 's',
      value,
      goal: (30 * receipts) / 100_000,
      better: 'less',
      details: { receipts, recording, charging, 'peak MiB': process.resourceUsage().maxRSS / 1024 },
    };
  } finally {
    await ledger.close();
  }
};

export const receiptFigures = async (directory: string, receipts: number): Promise<readonly Figure[]> => [
  await receiptsOn(directory, receipts, 1),
  await receiptsOn(directory, receipts, 200),
];
