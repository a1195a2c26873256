import { accountDecider, accountId, accountStream, guaranteeDecider, guaranteeId, receiptDecider, receiptStream } from '#accounts';
import { declarationDecider, declarationStream } from '#declarations';
import { commandIdOfMessage, type DomainEvent, streamName } from '#event-catalogue';
import { type Decider } from '#event-store';
import { digestLog } from '#integrity';
import { ledgerCatalogue } from '#runtime';
import fc from 'fast-check';
import { lodgeH1 } from '../support/declarations/examples';
import { LedgerInMemory } from '../support/invariants/ledger-in-memory';
import { sized } from '../support/size';
import { declarationOfHistory, itemsOf } from '../support/invariants/histories/declaration-steps';
import { decimalOf } from '../support/invariants/histories/world';

jest.setTimeout(120_000);

const holders = [
  { holder: 'R-2', kind: 'deferment' },
  { holder: 'R-3', kind: 'cash' },
  { holder: 'R-4', kind: 'deferment' },
] as const;
type Holder = (typeof holders)[number];
const firstDay = '2026-01-05';
const dayOf = (n: number): string => `2026-0${String(1 + (n % 3))}-${String(6 + (n % 20)).padStart(2, '0')}`;

interface Message {
  readonly kind: 'declare' | 'amend' | 'pay' | 'secure';
  readonly n: number;
  readonly cents: number;
}
const message: fc.Arbitrary<Message> = fc.record({
  kind: fc.constantFrom('declare', 'declare', 'amend', 'pay', 'secure'),
  n: fc.nat(100),
  cents: fc.integer({ min: 1, max: 3000 }),
});
const lists = fc.tuple(...holders.map(() => fc.array(message, { maxLength: 8 })));

/** Sends one message; everything it says and is called by is its account's own. */
const arrives = async (
  ledger: LedgerInMemory,
  { holder, kind: accountKind }: Holder,
  { kind, n, cents }: Message,
  at: number,
): Promise<void> => {
  const day = dayOf(n);
  const reference = `${holder}-${String(at)}`;
  const send = async <C, S, E extends DomainEvent>(
    decider: Decider<C, S, E>,
    stream: string,
    command: C,
    what: string = kind,
  ): Promise<void> => {
    const commandId = commandIdOfMessage({ book: 'GB', issuer: 'ARRIVAL', kind: what, reference, version: '1' });
    await ledger.send({
      decider,
      stream,
      command,
      context: { commandId, actor: 'arrival', book: 'GB', effectiveAt: `${day}T12:00:00.000Z` },
    });
  };
  if (kind === 'pay') {
    const stream = receiptStream('GB', 'GB-BANK', reference);
    await send(receiptDecider, stream, {
      type: 'RecordReceipt',
      authority: 'GB',
      bankAccount: 'GB-BANK',
      entryReference: reference,
      amount: decimalOf(cents),
      currency: 'GBP',
      bookedOn: day,
      valueOn: day,
    });
    return send(
      receiptDecider,
      stream,
      { type: 'IdentifyReceipt', account: accountId('GB', holder, accountKind), holder, kind: accountKind, rule: 'by-hand' },
      'identify',
    );
  }
  if (kind === 'secure') {
    const amount = BigInt(cents) * 3n;
    const shares = [{ account: accountId('GB', holder, accountKind), authority: 'GB', holder, share: amount }];
    return send(guaranteeDecider, streamName('guarantee', guaranteeId('GB', holder)), {
      type: 'RegisterGuarantee',
      authority: 'GB',
      guarantor: 'BANK-1',
      guaranteeReference: holder,
      holder,
      form: 'undertaking',
      amount,
      currency: 'GBP',
      validFrom: day,
      shares,
    });
  }
  // A declaration of the account's own, or a later version of one.
  const lrn = kind === 'declare' ? reference : `${holder}-${String(n % Math.max(1, at))}`;
  const header = declarationOfHistory(holder, lrn, firstDay);
  const stream = declarationStream('GB', header.declarant, lrn);
  const declared = { header, items: itemsOf(n, cents), zone: lodgeH1.zone };
  return kind === 'declare'
    ? send(declarationDecider, stream, { type: 'LodgeDeclaration', ...declared })
    : send(declarationDecider, stream, {
        type: 'AmendDeclaration',
        ...declared,
        amendedAt: `${day}T11:00:00.000Z`,
        reason: 'value',
        requestedBy: 'R-1',
      });
};

/** What a ledger comes to when `turns` says whose next message arrives. */
const contentOf = async (told: readonly (readonly Message[])[], turns: readonly number[]): Promise<string> => {
  const ledger = new LedgerInMemory();
  for (const { holder, kind } of holders)
    await ledger.send({
      decider: accountDecider,
      stream: accountStream('GB', holder, kind),
      command: { type: 'OpenAccount', authority: 'GB', holder, kind, currency: 'GBP', cycle: 'UK-DUTY', openedOn: firstDay },
      context: {
        commandId: commandIdOfMessage({ book: 'GB', issuer: 'ARRIVAL', kind: 'account', reference: holder, version: '1' }),
        actor: 'arrival',
        book: 'GB',
        effectiveAt: `${firstDay}T00:00:00.000Z`,
      },
    });
  const waiting = told.map((list, of) => list.map((one, at) => ({ of, one, at })));
  for (const turn of [...turns, ...told.flatMap((list, of) => list.map(() => of))]) {
    const next = waiting[turn]?.shift();
    const holder = holders[turn];
    if (next === undefined || holder === undefined) continue;
    await ledger.settle();
    await arrives(ledger, holder, next.one, next.at);
  }
  await ledger.close('2026-05-01');
  await ledger.settle();
  const { content } = await digestLog(ledger.store, ledgerCatalogue);
  await ledger.dispose();
  return content;
};

it('the order in which messages of different accounts arrive changes nothing in the end', async () => {
  const turns = fc.array(fc.nat(holders.length - 1), { minLength: 12, maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(lists, turns, turns, async (told, one, other) => {
      expect(await contentOf(told, other)).toBe(await contentOf(told, one));
    }),
    { numRuns: sized(6, 40) },
  );
});
