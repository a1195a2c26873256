import { accountId, guaranteeDecider, guaranteeStream } from '#accounts';
import { declarationStream } from '#declarations';
import { commandIdOfMessage, idOf, type DomainEvent } from '#event-catalogue';
import type { Decider } from '#event-store';
import { refundClaimDecider, refundClaimStream } from '#returns';
import { openLedger, type Ledger } from '#runtime';
import { type CommandLine, words } from './cli.support';
import { exitCodes } from './exit';

/** Records what the command line has no command for. */
export type Send = <C, S, E extends DomainEvent>(decider: Decider<C, S, E>, stream: string, command: C, day: string) => Promise<void>;

/** A ledger and what day it is there. */
type Place = Pick<CommandLine, 'data' | 'now'>;

/** Lets a spec send commands of its own to the ledger of a command line; the processes react before it is closed again. */
export const recorded = async (cli: Place, work: (send: Send, ledger: Ledger) => Promise<void>): Promise<void> => {
  const ledger = await openLedger({ dataDirectory: cli.data, clock: () => cli.now });
  let sent = 0;
  const send: Send = async (decider, stream, command, day) => {
    sent += 1;
    const commandId = commandIdOfMessage({
      book: 'GB',
      issuer: 'spec',
      kind: 'spec',
      reference: `${cli.now}/${String(sent)}/${stream}`,
      version: '1',
    });
    const outcome = await ledger.run({
      decider,
      stream,
      command,
      context: { commandId, actor: 'spec', book: 'GB', effectiveAt: `${day}T12:00:00.000Z` },
    });
    if (outcome.kind !== 'accepted') throw new Error(`${stream}: ${JSON.stringify(outcome)}`);
  };
  await work(send, ledger);
  await ledger.settle();
  await ledger.catchUp();
  await ledger.close();
};

/** An import at the British border, and what a change of it says. */
export const britishImport = (lrn: string, change: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    format: 'tidewaiter/declaration/1',
    authority: 'GB',
    jurisdiction: 'GB',
    declarant: 'R-1',
    lrn,
    mrn: `26GB-${lrn}`,
    dataset: 'H1',
    importer: 'V-IE-1',
    debtor: 'R-1',
    accountHolder: 'R-1',
    seller: 'V-IE-1',
    buyerType: 'consumer',
    transactionType: 'B2C',
    dispatchCountry: 'CN',
    currency: 'GBP',
    acceptedAt: '2025-03-10T09:30:00.000Z',
    items: [
      {
        seq: 1,
        hsCode: '39241000',
        description: 'lunch boxes',
        origin: 'CN',
        goodsValue: '300.00',
        quantity: 3,
        additionalProcedures: [],
        covers: [],
      },
    ],
    ...change,
  });

export const succeed = async (cli: CommandLine, ...argv: readonly string[]): Promise<Readonly<Record<string, unknown>>> => {
  const { code, document } = await cli.json(...argv);
  if (code !== exitCodes.done) throw new Error(`${argv.join(' ')}: ${JSON.stringify(document)}`);
  return document;
};

/** A representative with a deferment account and a guarantee in the United Kingdom, and what it declares in March 2025. */
export const importsOf = async (cli: CommandLine, ...lrns: readonly string[]): Promise<void> => {
  cli.now = '2025-03-20T08:00:00.000Z';
  await succeed(
    cli,
    ...words('accounts open --authority GB --holder R-1 --kind deferment --currency GBP --cycle UK-DUTY --opened-on 2025-03-01'),
  );
  await recorded(cli, async (send) => {
    const shares = [{ account: accountId('GB', 'R-1', 'deferment'), authority: 'GB', holder: 'R-1', share: 100_000n }];
    const guarantee = {
      authority: 'GB',
      guarantor: 'BANK-1',
      guaranteeReference: 'GRN-1',
      holder: 'R-1',
      form: 'undertaking',
      currency: 'GBP',
      validFrom: '2025-03-01',
      validTo: '2025-06-01',
    } as const;
    await send(
      guaranteeDecider,
      guaranteeStream('GB', 'GRN-1'),
      { type: 'RegisterGuarantee', ...guarantee, amount: 100_000n, shares },
      '2025-03-01',
    );
  });
  await succeed(
    cli,
    'import',
    '--kind',
    'declarations',
    '--format',
    'ndjson',
    cli.file('declarations.ndjson', lrns.map((lrn) => britishImport(lrn)).join('\n')),
  );
};

/** The statement of March is issued, and money comes in for it. */
export const marchPaid = async (cli: CommandLine, amount: string, valueOn: string): Promise<void> => {
  cli.now = `${valueOn}T18:00:00.000Z`;
  await succeed(cli, 'close');
  const entry = {
    authority: 'GB',
    bankAccount: 'BANK-GB',
    entryReference: `E-${valueOn}`,
    amount,
    currency: 'GBP',
    bookedOn: valueOn,
    valueOn,
    remittance: 'GB-S00000001',
  };
  await succeed(cli, 'import', '--kind', 'receipts', '--format', 'ndjson', cli.file(`receipts-${valueOn}.ndjson`, JSON.stringify(entry)));
};

/** A claim for a part of an import's duty, made by its declarant. */
export const claimFor = (lrn: string, amount: string, paid: string, claimedOn: string): string =>
  JSON.stringify({
    format: 'tidewaiter/claim/1',
    authority: 'GB',
    jurisdiction: 'GB',
    claimant: 'R-1',
    claimReference: `CL-${lrn}`,
    handler: 'R-1',
    basis: 'overcharged',
    entitlement: { model: 'traditional', payee: 'representative', payeeParty: 'R-1' },
    counted: { from: 'notification', day: '2025-03-10' },
    lines: [
      {
        declaration: idOf(declarationStream('GB', 'R-1', lrn)),
        mrn: `26GB-${lrn}`,
        seq: 1,
        taxType: 'A00',
        beneficiary: 'GB',
        paid,
        amount,
      },
    ],
    currency: 'GBP',
    claimedOn,
  });

/** Documents are there and the officer agrees. */
export const approved = (cli: Place, lrn: string, day: string): Promise<void> =>
  recorded(cli, async (send) => {
    const stream = refundClaimStream('GB', 'R-1', `CL-${lrn}`);
    for (const kind of ['ImportDeclaration', 'CalculationWorksheet', 'ProofOfAuthority'])
      await send(
        refundClaimDecider,
        stream,
        {
          type: 'AttachEvidence',
          kind,
          document: 'a'.repeat(64),
          mediaType: 'application/pdf',
          bytes: 1000,
          attachedBy: 'R-1',
          attachedOn: day,
        },
        day,
      );
    await send(
      refundClaimDecider,
      stream,
      { type: 'ApproveRefund', approvedBy: 'OFFICER-1', approvedOn: day, document: 'b'.repeat(64), settlement: 'payment' },
      day,
    );
  });
