import { type AccountEvent, type AccountPeriodEvent } from '#accounts';
import { type DeclarationCommand, declarationDecider, type DeclarationEvent } from '#declarations';
import { type Recorded, streamName } from '#event-catalogue';
import { effect, type Effect, type Process } from '#event-store';
import { parseMoney, signOf } from '#money';
import { allocationOrderOf, minorInEuro } from '#rules';
import { answering } from './answering';

type Charged = Extract<AccountPeriodEvent, { readonly type: 'ChargePosted' }>['data'];
/** A charge that must be paid before its goods are released, and what of it is still to be paid, minor units. */
interface Unpaid {
  readonly subject: string;
  readonly charged: { readonly account: string; readonly charge: string; readonly period: string };
  open: bigint;
}
/** A moment and its legal day. */
type When = Readonly<{ at: string; on: string }>;
/** How a declaration goes on because of an event. */
type Step = Readonly<{
  subject: string;
  command: Extract<DeclarationCommand, { readonly type: 'GrantRelease' | 'HoldRelease' }>;
  at: string;
}>;

/** When money that is on its way (a card payment, a direct debit) releases goods, by the order of collection of the account. */
export type ReleasingMoney = (authority: string, kind: string, on: string) => 'captured' | 'settled';
const shipped: ReleasingMoney = (authority, kind, on) => allocationOrderOf(authority, kind, on).releasing;

/** What has to be known of accounts to release goods: their kinds, their open periods, and what is not paid yet. */
class Gate {
  readonly #paidFirst = new Map<string, Readonly<{ authority: string; kind: string }>>();
  readonly #periods = new Map<string, string>();
  readonly #unpaid = new Map<string, Unpaid>();
  readonly #provisional = new Map<string, Map<string, bigint>>();
  /** What the event folded last does to declarations. */
  steps: readonly Step[] = [];

  constructor(private readonly releasing: ReleasingMoney) {}

  fold(event: Recorded): this {
    this.steps = [];
    const known = event as Recorded<DeclarationEvent | AccountEvent | AccountPeriodEvent>;
    switch (known.type) {
      case 'AccountOpened':
        if (known.data.kind === 'cash' || known.data.kind === 'consumer') this.#paidFirst.set(known.data.account, known.data);
        break;
      case 'AccountRedenominated':
        if (known.data.part === known.data.parts) this.#redenominated(known.data);
        break;
      case 'PeriodOpened':
        this.#periods.set(event.stream, known.data.period);
        break;
      case 'PeriodClosed':
        this.#periods.delete(event.stream);
        break;
      case 'DutyAssessed':
        if (known.data.provisional === true && signOf(known.data.payable) > 0) {
          const { declaration, payable, currency, assessedAt } = known.data;
          this.steps = [
            {
              subject: declaration,
              command: { type: 'HoldRelease', reason: 'SECURITY_AWAITED', missing: payable, currency },
              at: assessedAt,
            },
          ];
        } else if (signOf(known.data.payable) <= 0)
          this.steps = [{ subject: known.data.declaration, command: { type: 'GrantRelease' }, at: known.data.assessedAt }];
        break;
      case 'ChargePosted':
        if (known.data.kind === 'declaration') this.#charged(known.data, this.#periods.get(event.stream) ?? '');
        break;
      case 'ChargeDeclined':
        this.#declined(event as Recorded<Extract<AccountPeriodEvent, { readonly type: 'ChargeDeclined' }>>);
        break;
      case 'ChargeAdjusted':
        this.#paid(`${known.data.account}/${known.data.reference}`, -parseMoney(known.data.total, known.data.currency).minor, {
          at: event.metadata.effectiveAt,
          on: known.data.adjustedOn,
        });
        break;
      case 'PaymentAllocated':
        this.#allocated(known.data, { at: event.metadata.effectiveAt, on: known.data.allocatedOn });
        break;
      case 'PaymentSettled':
        for (const [key, amount] of this.#provisional.get(known.data.receipt) ?? [])
          this.#paid(key, amount, { at: event.metadata.effectiveAt, on: known.data.settledOn });
        this.#provisional.delete(known.data.receipt);
        break;
      case 'PaymentReversed':
        this.#provisional.delete(known.data.receipt);
        break;
      default:
        break;
    }
    return this;
  }

  /** What waits for its payment is paid in the euro. */
  #redenominated({
    account,
    formerCurrency: currency,
    rate,
  }: Extract<AccountEvent, { readonly type: 'AccountRedenominated' }>['data']): void {
    const isOwn = (key: string): boolean => key.startsWith(`${account}/`);
    const now = (minor: bigint): bigint => minorInEuro(minor, { currency, rate });
    for (const [key, unpaid] of this.#unpaid) if (isOwn(key)) unpaid.open = now(unpaid.open);
    for (const held of this.#provisional.values()) for (const [key, amount] of held) if (isOwn(key)) held.set(key, now(amount));
  }

  #charged({ account, charge, subject, reference, total, currency, acceptedAt }: Charged, period: string): void {
    const charged = { account, charge, period };
    if (!this.#paidFirst.has(account)) {
      this.steps = [{ subject, command: { type: 'GrantRelease', charged }, at: acceptedAt }];
      return;
    }
    this.#unpaid.set(`${account}/${reference}`, { subject, charged, open: parseMoney(total, currency).minor });
    this.steps = [
      { subject, command: { type: 'HoldRelease', reason: 'PAYMENT_AWAITED', account, charge, missing: total, currency }, at: acceptedAt },
    ];
  }

  #declined({ data, metadata }: Recorded<Extract<AccountPeriodEvent, { readonly type: 'ChargeDeclined' }>>): void {
    if (data.kind !== 'declaration') return;
    const { account, charge, reason, missing, currency, declinedOn } = data;
    const at = { heldAt: metadata.effectiveAt, heldOn: declinedOn };
    this.steps = [
      {
        subject: data.subject,
        command: { type: 'HoldRelease', at, reason, account, charge, ...(missing === undefined ? {} : { missing, currency }) },
        at: metadata.effectiveAt,
      },
    ];
  }

  #allocated(data: Extract<AccountPeriodEvent, { readonly type: 'PaymentAllocated' }>['data'], when: When): void {
    const account = this.#paidFirst.get(data.account);
    if (account === undefined) return;
    const waits = data.provisional === true && this.releasing(account.authority, account.kind, when.on) === 'settled';
    for (const pair of data.pairs) {
      const key = `${data.account}/${pair.reference}`;
      const amount = parseMoney(pair.amount, data.currency).minor;
      if (!waits) this.#paid(key, amount, when);
      else {
        const held = this.#provisional.get(data.receipt) ?? new Map<string, bigint>();
        this.#provisional.set(data.receipt, held.set(key, amount + (held.get(key) ?? 0n)));
      }
    }
  }

  #paid(key: string, amount: bigint, { at, on }: When): void {
    const unpaid = this.#unpaid.get(key);
    if (unpaid === undefined) return;
    unpaid.open -= amount;
    if (unpaid.open > 0n) return;
    this.#unpaid.delete(key);
    this.steps = [
      ...this.steps,
      { subject: unpaid.subject, command: { type: 'GrantRelease', charged: unpaid.charged, at: { releasedAt: at, releasedOn: on } }, at },
    ];
  }
}

/**
 * Goods are released when what is payable on them is charged to an account that secures it, when it is paid where the account is one to pay
 * first, or when nothing is payable (UCC Art. 194 and 195). A charge that secures the debt releases as of acceptance, a payment as of
 * itself. What an account declines is held, with what is missing.
 */
export const releaseOnCharge = (releasing: ReleasingMoney = shipped): Process<Gate> => ({
  name: 'release-on-charge',
  categories: ['declaration', 'account', 'accountPeriod'],
  state: { initial: () => new Gate(releasing), fold: (gate, event) => gate.fold(event) },
  react: (source, gate) => gate.steps.map((step) => effectOf(source, step, gate.steps.length > 1)),
});

/** Released by hand, invalidated or held before, or waiting for another assessment: the answer stands. */
const route = answering(
  ['DECLARATION_ALREADY_RELEASED', 'DECLARATION_INVALIDATED'],
  ['DECLARATION_ALREADY_HELD', 'DECLARATION_NOT_ASSESSED', 'RELEASE_NEEDS_CHARGE'],
);

const effectOf = (source: Recorded, { subject, command, at }: Step, several: boolean): Effect =>
  effect(
    `${command.type === 'GrantRelease' ? 'release' : 'hold'}${several ? `/${subject}` : ''}`,
    {
      decider: declarationDecider,
      stream: streamName('declaration', subject),
      command,
      context: { book: source.metadata.book, effectiveAt: at },
    },
    route,
  );
