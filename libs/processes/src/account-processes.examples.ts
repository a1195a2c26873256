import {
  accountDecider,
  type AccountEvent,
  accountEvents,
  accountId,
  closeDuePeriods,
  cyclesOf,
  directoryReader,
  receiptDecider,
  receiptId,
  receiptStream,
  type AccountTerms,
  type GuaranteeEvent,
  type ReceiptEvent,
  type StatementIssued,
} from '#accounts';
import { collectorEvents } from '#collectors';
import {
  declarationEvents,
  declarationId,
  declarationStream,
  type DeclarationEvent,
  type DeclarationLodgedData,
  type DutyAssessedData,
} from '#declarations';
import { commandIdOfMessage, EventCatalogue, streamName, type Recorded } from '#event-catalogue';
import {
  effectDeclined,
  accept,
  CommandRunner,
  MemoryCheckpoints,
  MemoryEventStore,
  ProcessRunner,
  type AnyProcess,
  type Decider,
  type EventStore,
} from '#event-store';
import { shippedRuleBook } from '#rules';
import { schemeReturnEvents, schemeReturnId, schemeReturnStream, type SchemeReturnEvent } from '#scheme-returns';
import { applyReceipts } from './apply-receipts.process';
import { chargeOnAssessment } from './charge-on-assessment.process';
import { chargeOnReturn } from './charge-on-return.process';
import { identifyReceipts } from './identify-receipts.process';
import { openAccountPeriods } from './open-account-periods.process';
import { reversePayments } from './reverse-payments.process';
import { secureAccounts } from './secure-accounts.process';
import { termsByStatus } from './terms-by-status.process';

const catalogue = new EventCatalogue([...accountEvents, ...collectorEvents, ...declarationEvents, ...schemeReturnEvents, effectDeclined]);
const cycles = cyclesOf(shippedRuleBook());

/** Writes facts of other parts of the house as they are; their own deciders are tested there. */
const recorder = <E extends DeclarationEvent | GuaranteeEvent | SchemeReturnEvent>(category: string): Decider<readonly E[], null, E> => ({
  category,
  initial: null,
  evolve: () => null,
  decide: (events) => accept(...events),
});
const declarations = recorder<DeclarationEvent>('declaration');
const returns = recorder<SchemeReturnEvent>('schemeReturn');
const guarantees = recorder<GuaranteeEvent>('guarantee');

const hash = '0'.repeat(64);
const taken = {
  jurisdiction: 'GB',
  declarant: 'R-1',
  version: 1,
  dataset: 'H1',
  debtor: 'R-1',
  accountHolder: 'R-1',
  buyerType: 'consumer',
  transactionType: 'B2C',
  dispatchCountry: 'CN',
  currency: 'GBP',
  freight: '0',
  insurance: '0',
  discount: '0',
  itemCount: 1,
} as const;

const totalsOf = ([duty, vat]: readonly [string, string]): DutyAssessedData['totals'] =>
  (
    [
      ['A00', duty],
      ['B00', vat],
    ] as const
  ).map(([taxType, payable]) => ({
    taxType,
    beneficiary: 'GB',
    assessed: payable,
    relieved: '0.00',
    accountedElsewhere: '0.00',
    secured: '0.00',
    payable,
  }));
const assessment = (
  lrn: string,
  holder: string,
  version: number,
  assessedAt: string,
  payable: readonly [string, string],
): DutyAssessedData => ({
  declaration: declarationId('GB', 'R-1', lrn),
  authority: 'GB',
  mrn: `26GB${lrn}`,
  version,
  assessedAt,
  accountHolder: holder,
  currency: 'GBP',
  relief: [],
  tables: [],
  exchangeRows: [],
  totals: totalsOf(payable),
  payable: '1.00',
  lineCount: 2,
  linesDigest: hash,
});

/** A ledger of accounts in memory, with all the processes around it. */
export class AccountLedger {
  readonly runner: CommandRunner;
  readonly processes: readonly AnyProcess[] = [
    openAccountPeriods(cycles),
    termsByStatus,
    secureAccounts(cycles),
    chargeOnAssessment(cycles),
    chargeOnReturn(cycles),
    identifyReceipts,
    applyReceipts(cycles, shippedRuleBook()),
    reversePayments(cycles),
  ];
  readonly #directory: ReturnType<typeof directoryReader>;
  readonly #processRunner: ProcessRunner;

  constructor(
    readonly store: EventStore = new MemoryEventStore(),
    clock = () => '2026-06-01T00:00:00.000Z',
  ) {
    this.runner = new CommandRunner(store, catalogue, clock, { attempts: 1 });
    this.#directory = directoryReader(store, catalogue);
    this.#processRunner = new ProcessRunner(store, catalogue, this.runner, new MemoryCheckpoints(), { batch: 7 });
  }

  async openAccount(
    terms: Pick<AccountTerms, 'authority' | 'holder' | 'kind' | 'currency' | 'cycle'>,
    openedOn = '2026-01-01',
  ): Promise<void> {
    const account = accountId(terms.authority, terms.holder, terms.kind);
    await this.#run(
      accountDecider,
      streamName('account', account),
      { type: 'OpenAccount', ...terms, openedOn },
      terms.authority,
      `${openedOn}T00:00:00.000Z`,
    );
  }

  /** A declaration of R-1 at GB, accepted at noon of a day and assessed with a duty and a VAT. */
  async assess(lrn: string, acceptedOn: string, duty: string, vat: string, holder = 'R-1'): Promise<void> {
    const acceptedAt = `${acceptedOn}T12:00:00.000Z`;
    const lodged: DeclarationLodgedData = {
      ...taken,
      accountHolder: holder,
      authority: 'GB',
      lrn,
      mrn: `26GB${lrn}`,
      acceptedAt,
      acceptedOn,
    };
    const data = assessment(lrn, holder, 1, acceptedAt, [duty, vat]);
    await this.#run(
      declarations,
      declarationStream('GB', 'R-1', lrn),
      [
        { type: 'DeclarationLodged', data: lodged },
        { type: 'DutyAssessed', data },
      ],
      'GB',
      acceptedAt,
    );
  }

  /** A later version of such a declaration, accepted and assessed on a day: what it is payable now, and by how much that changed. */
  async amend(
    lrn: string,
    version: number,
    amendedOn: string,
    now: readonly [string, string],
    changed: readonly [string, string],
  ): Promise<void> {
    const amendedAt = `${amendedOn}T12:00:00.000Z`;
    const header = {
      ...taken,
      authority: 'GB',
      lrn,
      mrn: `26GB${lrn}`,
      acceptedAt: amendedAt,
      acceptedOn: amendedOn,
      version,
      amendedAt,
      amendedOn,
      reason: 'correction',
      requestedBy: 'R-1',
    };
    const data: DutyAssessedData = {
      ...assessment(lrn, 'R-1', version, amendedAt, now),
      changes: { from: version - 1, totals: totalsOf(changed), relief: [], payable: '0.00', reason: 'correction' },
    };
    await this.#run(
      declarations,
      declarationStream('GB', 'R-1', lrn),
      [
        { type: 'DeclarationAmended', data: header },
        { type: 'DutyAssessed', data },
      ],
      'GB',
      amendedAt,
      version,
    );
  }

  /** Takes the whole debt of a declaration back. */
  async invalidate(lrn: string, version: number, invalidatedOn: string, payable: readonly [string, string]): Promise<void> {
    const data = {
      declaration: declarationId('GB', 'R-1', lrn),
      authority: 'GB',
      mrn: `26GB${lrn}`,
      accountHolder: 'R-1',
      currency: 'GBP',
      version,
      totals: totalsOf(payable),
      relief: [],
      payable: '1.00',
      ground: 'error',
      appliedOn: invalidatedOn,
      invalidatedOn,
      requestedBy: 'R-1',
      approvedBy: 'O-1',
      evidence: [],
    };
    await this.#run(
      declarations,
      declarationStream('GB', 'R-1', lrn),
      [{ type: 'DeclarationInvalidated', data }],
      'GB',
      `${invalidatedOn}T12:00:00.000Z`,
      version + 1,
    );
  }

  /** A guarantee with one share for R-1's deferment account at GB. */
  async secure(share: string, validFrom: string): Promise<void> {
    const account = accountId('GB', 'R-1', 'deferment');
    const data = {
      guarantee: 'G'.repeat(26),
      authority: 'GB',
      guarantor: 'BANK-1',
      guaranteeReference: '26GB00001',
      holder: 'R-1',
      form: 'undertaking' as const,
      amount: share,
      currency: 'GBP',
      validFrom,
      shares: [{ account, authority: 'GB', holder: 'R-1', share }],
    };
    await this.#run(
      guarantees,
      streamName('guarantee', data.guarantee),
      [{ type: 'GuaranteeRegistered', data }],
      'GB',
      `${validFrom}T00:00:00.000Z`,
    );
  }

  /** A return of V-IE-1 at EU-IE, filed on a day, with its balances. */
  async file(period: string, filedOn: string, balances: Readonly<Record<string, string>>): Promise<void> {
    const schemeNumber = 'IM3720000014';
    const data: SchemeReturnEvent['data'] = {
      return: schemeReturnId('EU-IE', schemeNumber, period),
      returnReference: `IE/${schemeNumber}/${period}`,
      authority: 'EU-IE',
      scheme: 'EU-IOSS',
      schemeNumber,
      holder: 'V-IE-1',
      period,
      start: `${period}-01`,
      end: filedOn,
      dueOn: '2026-03-31',
      filedOn,
      currency: 'EUR',
      rows: [],
      corrections: [],
      payable: '0.00',
      exchangeRows: [],
      expected: [],
      balances: Object.entries(balances).map(([country, balance]) => ({ country, vat: balance, corrections: '0.00', balance })),
      ruleSet: { id: 'EU-IOSS', hash },
      supplies: 0,
      adjustments: 0,
      suppliesDigest: hash,
    };
    await this.#run(
      returns,
      schemeReturnStream('EU-IE', schemeNumber, period),
      [{ type: 'SchemeReturnFiled', data }],
      'EU-IE',
      `${filedOn}T09:00:00.000Z`,
    );
  }

  async receive(
    entryReference: string,
    bookedOn: string,
    amount: string,
    remittance: string,
    authority = 'GB',
    currency = 'GBP',
    endToEndId?: string,
  ): Promise<string> {
    const stream = receiptStream(authority, `${authority}-BANK`, entryReference);
    const command = {
      type: 'RecordReceipt',
      authority,
      bankAccount: `${authority}-BANK`,
      entryReference,
      amount,
      currency,
      bookedOn,
      valueOn: bookedOn,
      remittance,
      ...(endToEndId === undefined ? {} : { endToEndId }),
    } as const;
    await this.#run(receiptDecider, stream, command, authority, `${bookedOn}T00:00:00.000Z`);
    return receiptId(authority, `${authority}-BANK`, entryReference);
  }

  /** Money of an entry goes back to the bank that it came from; `part` tells several apart. */
  async giveBack(receipt: string, returnedOn: string, amount: string, part: number, currency = 'GBP'): Promise<void> {
    const command = { type: 'ReturnReceipt', amount, currency, returnedOn, reason: 'chargeback' } as const;
    await this.#run(receiptDecider, streamName('receipt', receipt), command, 'GB', `${returnedOn}T00:00:00.000Z`, 1 + part);
  }

  async settle(): Promise<void> {
    await this.#processRunner.runUntilCaughtUp(this.processes);
  }

  async close(today: string): Promise<readonly StatementIssued[]> {
    const settled = async () => {
      await this.settle();
      return this.#directory();
    };
    return closeDuePeriods({ runner: this.runner, cycles, today, actor: 'test', settled });
  }

  async events(type?: string): Promise<readonly Recorded[]> {
    const all: Recorded[] = [];
    for await (const { events } of this.store.readAll()) all.push(...events.map((event) => catalogue.decode(event)));
    return type === undefined ? all : all.filter((event) => event.type === type);
  }

  async #run<C, S, E extends DeclarationEvent | SchemeReturnEvent | ReceiptEvent | AccountEvent | GuaranteeEvent>(
    decider: Decider<C, S, E>,
    stream: string,
    command: C,
    book: string,
    effectiveAt: string,
    version = 1,
  ): Promise<void> {
    const commandId = commandIdOfMessage({ book, issuer: 'TEST', kind: decider.category, reference: stream, version: String(version) });
    const outcome = await this.runner.run({ decider, stream, command, context: { commandId, actor: 'test', book, effectiveAt } });
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
  }
}
