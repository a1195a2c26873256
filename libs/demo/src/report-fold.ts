import type { AccountEvent, AccountPeriodEvent, ReceiptEvent, StatementIssued } from '#accounts';
import type { DeclarationEvent } from '#declarations';
import type { LogObserver } from '#integrity';
import { parseMoney } from '#money';
import type { SchemeReturnEvent } from '#scheme-returns';
import { ModelFold, type ModelsTold } from './models/model-fold';
import { amountText, Sums } from './sums';

type Recorded = AccountEvent | AccountPeriodEvent | DeclarationEvent | ReceiptEvent | SchemeReturnEvent;
type FiledReturn = Extract<SchemeReturnEvent, { readonly type: 'SchemeReturnFiled' }>['data'];
type Assessed = Extract<DeclarationEvent, { readonly type: 'DutyAssessed' }>['data'];

const amountNames = ['assessed', 'relieved', 'accountedElsewhere', 'secured', 'payable'] as const;
type Amounts = Record<(typeof amountNames)[number], bigint>;

/** Plain data, so that another thread can hand it over. */
export interface BackEndTold {
  readonly declarations: Readonly<Record<'lodged' | 'assessed' | 'refused' | 'released', number>>;
  /** By authority, tax type and currency. */
  readonly assessed: Readonly<Record<string, unknown>>;
  /** Flat duties per tariff item (EUR 3 since 1 July 2026, Regulation (EU) 2026/382): how many, since when, what they come to. */
  readonly flatDuty: { readonly lines: number; readonly firstOn?: string; readonly amount: Readonly<Record<string, unknown>> };
  readonly returns: readonly FiledReturn[];
  readonly statements: readonly StatementIssued[];
  readonly receipts: Readonly<Record<'recorded' | 'identified' | 'credited' | 'allocations', number>>;
  /** What is charged and not settled, by authority and currency. */
  readonly open: Readonly<Record<string, unknown>>;
  readonly models: ModelsTold;
  /** Rates that were carried forward beyond the end of their series, by day and currency. */
  readonly carriedForward: number;
}

/** What the report says of the back end, folded from the log in the same pass that verifies it. */
export class ReportFold implements LogObserver {
  readonly #returns: FiledReturn[] = [];
  readonly #statements: StatementIssued[] = [];
  readonly #assessed = new Sums<Amounts>(
    () => ({ assessed: 0n, relieved: 0n, accountedElsewhere: 0n, secured: 0n, payable: 0n }),
    (sum, currency) => Object.fromEntries(amountNames.map((name) => [name, amountText(sum[name], currency)])),
  );
  readonly #flat = new Sums<bigint>(() => 0n, amountText);
  #flatLines = 0;
  #flatSince = '';
  readonly #acceptedOn = new Map<string, string>();
  /** The lines follow their totals in one append. */
  #assessing = { stream: '', currency: '', acceptedOn: '' };
  readonly #open = new Sums<bigint>(() => 0n, amountText);
  readonly #carried = new Set<string>();
  readonly #declarations = { lodged: 0, assessed: 0, refused: 0, released: 0 };
  readonly #receipts = { recorded: 0, identified: 0, credited: 0, allocations: 0 };
  readonly #models = new ModelFold();

  observe(event: Parameters<LogObserver['observe']>[0]): void {
    const recorded = event.recorded() as Recorded | undefined;
    if (recorded === undefined) return;
    this.#models.take(recorded as Parameters<ModelFold['take']>[0]);
    if (recorded.type === 'AssessmentLinesRecorded') this.#flatDuties(recorded.data.lines, event.stored.stream);
    else this.#take(recorded, event.stored.stream);
  }

  told(): BackEndTold {
    return {
      declarations: this.#declarations,
      assessed: this.#assessed.tree(),
      flatDuty: { lines: this.#flatLines, ...(this.#flatSince === '' ? {} : { firstOn: this.#flatSince }), amount: this.#flat.tree() },
      returns: this.#returns,
      statements: this.#statements,
      receipts: this.#receipts,
      open: this.#open.tree(),
      models: this.#models.told(),
      carriedForward: this.#carried.size,
    };
  }

  #take(event: Recorded, stream: string): void {
    switch (event.type) {
      case 'DeclarationLodged':
        this.#declarations.lodged += 1;
        this.#acceptedOn.set(stream, event.data.acceptedOn);
        break;
      case 'DutyAssessed':
        this.#assessment(event.data);
        this.#assessing = { stream, currency: event.data.currency, acceptedOn: this.#acceptedOn.get(stream) ?? '' };
        this.#acceptedOn.delete(stream);
        break;
      case 'AssessmentRefused':
        this.#declarations.refused += 1;
        break;
      case 'ReleaseGranted':
        this.#declarations.released += 1;
        break;
      case 'ReceiptRecorded':
        this.#receipts.recorded += 1;
        break;
      case 'ReceiptIdentified':
        this.#receipts.identified += 1;
        break;
      case 'SchemeReturnFiled':
        this.#returns.push(event.data);
        break;
      default:
        this.#account(event, stream);
    }
  }

  #assessment(data: Assessed): void {
    if (data.version === 1) this.#declarations.assessed += 1;
    for (const total of data.changes?.totals ?? data.totals) {
      const sum = this.#assessed.at(data.authority, total.taxType, data.currency);
      for (const name of amountNames) sum[name] += parseMoney(total[name], data.currency).minor;
    }
    for (const row of data.exchangeRows) if (row.sourceDate < row.day) this.#carried.add(`${row.day} ${row.quote}`);
  }

  #flatDuties(lines: Extract<DeclarationEvent, { readonly type: 'AssessmentLinesRecorded' }>['data']['lines'], stream: string): void {
    const { currency, acceptedOn } = this.#assessing;
    if (this.#assessing.stream !== stream) return;
    for (const { rate, assessed } of lines) {
      if (!rate.endsWith('/hs6')) continue;
      this.#flatLines += 1;
      if (this.#flatSince === '' || acceptedOn < this.#flatSince) this.#flatSince = acceptedOn;
      this.#flat.set(this.#flat.at(currency) + parseMoney(assessed, currency).minor, currency);
    }
  }

  #account(event: Recorded, stream: string): void {
    switch (event.type) {
      case 'PeriodOpened':
        this.#terms.set(stream, event.data);
        break;
      case 'AccountRedenominated':
        this.#redenominated(event.data);
        break;
      case 'ChargePosted':
        this.#move(stream, event.data.total, 1n);
        break;
      case 'ChargeAdjusted':
        this.#adjusted(stream, event.data);
        break;
      case 'RefundOffset':
        for (const { debt } of event.data.pairs) this.#move(stream, debt.amount, -1n);
        break;
      case 'PaymentReversed':
      case 'AllocationUndone':
        for (const { debt } of event.data.reopened) this.#move(stream, debt.amount, 1n);
        break;
      case 'PaymentReceived':
        this.#receipts.credited += 1;
        break;
      case 'PaymentTransferred':
        // It is identified and credited once more.
        this.#receipts.identified -= 1;
        this.#receipts.credited -= 1;
        break;
      case 'PaymentAllocated':
        this.#receipts.allocations += event.data.pairs.length;
        for (const pair of event.data.pairs) this.#move(stream, pair.amount, -1n);
        break;
      case 'PeriodClosed':
        this.#statements.push(event.data);
        break;
      default:
        break;
    }
  }

  /** What was paid already is given back and not taken off the debt. */
  #adjusted(stream: string, { total, lines }: Extract<AccountPeriodEvent, { readonly type: 'ChargeAdjusted' }>['data']): void {
    this.#move(stream, total, 1n);
    for (const { refundable } of lines) if (refundable !== undefined) this.#move(stream, refundable, 1n);
  }

  #redenominated({
    authority,
    formerCurrency: former,
    currency,
    openItems,
  }: Extract<AccountEvent, { readonly type: 'AccountRedenominated' }>['data']): void {
    for (const item of openItems) {
      this.#open.set(this.#open.at(authority, former) - parseMoney(item.former.open, former).minor, authority, former);
      this.#open.set(this.#open.at(authority, currency) + parseMoney(item.now.open, currency).minor, authority, currency);
    }
  }

  readonly #terms = new Map<string, { readonly authority: string; readonly currency: string }>();

  #move(stream: string, amount: string, sign: bigint): void {
    const { authority, currency } = this.#terms.get(stream) ?? { authority: '-', currency: 'EUR' };
    this.#open.set(this.#open.at(authority, currency) + sign * parseMoney(amount, currency).minor, authority, currency);
  }
}
