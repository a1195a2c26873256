import {
  type AccountCycles,
  accountPeriodDecider,
  type AccountPeriodEvent,
  type AdjustCharge,
  chargeId,
  TolerationHistory,
} from '#accounts';
import { type DeclarationEvent, type DutyAssessedData } from '#declarations';
import { idOf, type Recorded } from '#event-catalogue';
import { effect, type Effect } from '#event-store';
import { parseMoney, signOf } from '#money';
import { answering } from './answering';
import { type ChargeInWait, ChargesInWait, target } from './charges-in-wait';
import { DeclinedCharges } from './declined-charges';
import { type Posting, PostingsInWait } from './postings-in-wait';

type Line = Readonly<{ taxType: string; beneficiary: string; amount: bigint }>;
/** What a later version or the invalidation of a declaration changes of its debt. */
type Amendment = Readonly<Pick<AdjustCharge, 'version' | 'reason' | 'lines' | 'subject' | 'reference' | 'currency'>> & {
  readonly day: string;
  readonly at: string;
};
type AdjustmentInWait = Posting & Amendment & Readonly<{ charge: string; period: string }>;
/** The account that took a charge and in which of its periods. */
type Taken = Readonly<{ account: string; period: string }>;
type Assessed = Recorded<{ readonly type: 'DutyAssessed'; readonly data: DutyAssessedData }>;
type Invalidated = Recorded<Extract<DeclarationEvent, { readonly type: 'DeclarationInvalidated' }>>;

/** A closed period leaves it to the next one; what was adjusted is adjusted once; what exceeds the debt is told and not taken (B40). */
const route = answering(
  ['PERIOD_CLOSED', 'CHARGE_ALREADY_ADJUSTED', 'CURRENCY_MISMATCH'],
  ['ADJUSTMENT_EXCEEDS_DEBT', 'ADJUSTMENT_ORIGINAL_UNKNOWN'],
);

type Totals = Readonly<{ currency: string; totals: readonly Readonly<{ taxType: string; beneficiary: string; payable: string }>[] }>;
/** What is payable by tax type and beneficiary, or its signed change; what comes to nothing is left out. */
const payableOf = ({ currency, totals }: Totals): readonly Line[] =>
  totals
    .map(({ taxType, beneficiary, payable }) => ({ taxType, beneficiary, amount: parseMoney(payable, currency).minor }))
    .filter(({ amount }) => amount !== 0n);

const plus = (lines: readonly Line[], more: readonly Line[]): readonly Line[] => {
  const sums = new Map(lines.map((line) => [`${line.taxType}/${line.beneficiary}`, line]));
  for (const line of more) {
    const key = `${line.taxType}/${line.beneficiary}`;
    sums.set(key, { ...line, amount: line.amount + (sums.get(key)?.amount ?? 0n) });
  }
  return [...sums.values()].filter(({ amount }) => amount !== 0n);
};

/**
 * The debts of declarations on their way to accounts, a fold of the log: what waits for its period, what was declined and waits for room,
 * and what later versions change. A change waits until the log shows whether the charge was taken: a taken one is adjusted, a declined one
 * is sent again as it is owed now. Knowledge of a charge is kept until its declaration has it itself (`ReleaseGranted.charged`).
 */
export class DeclarationDebts {
  readonly charges = new ChargesInWait();
  readonly #declined = new DeclinedCharges();
  readonly #adjustments = new PostingsInWait<AdjustmentInWait>();
  readonly #accepted = new Map<string, Readonly<{ at: string; on: string }>>();
  readonly #chargeOf = new Map<string, string>();
  readonly #taken = new Map<string, Taken>();
  readonly #amendments = new Map<string, readonly Amendment[]>();
  readonly #statements = new Map<string, string>();
  readonly #tolerated = new TolerationHistory();
  /** What the event folded last sends: charges and adjustments by account. */
  #toSend: readonly Readonly<{ account: string; id?: string }>[] = [];

  fold(event: Recorded): this {
    this.#toSend = [];
    const known = event as Recorded<DeclarationEvent | AccountPeriodEvent>;
    switch (known.type) {
      case 'DeclarationLodged':
        this.#accepted.set(event.stream, { at: known.data.acceptedAt, on: known.data.acceptedOn });
        break;
      case 'DeclarationAmended':
        this.#accepted.set(event.stream, { at: known.data.amendedAt, on: known.data.amendedOn });
        break;
      case 'DutyAssessed':
        this.#assessed(event as Assessed);
        break;
      case 'DeclarationInvalidated':
        this.#invalidated(event as Invalidated);
        break;
      case 'ReleaseGranted':
        if (known.data.charged !== undefined) this.#forget(idOf(event.stream), known.data.charged.charge);
        break;
      default:
        this.#account(event as Recorded<AccountPeriodEvent>);
    }
    return this;
  }

  /** The effects of the event folded last. */
  effects(cycles: AccountCycles): readonly Effect[] {
    return this.#toSend.flatMap(({ account, id }) => [
      ...this.charges.effects(cycles, account, id),
      ...this.#adjusting(cycles, account, id),
    ]);
  }

  #adjusting(cycles: AccountCycles, account: string, id: string | undefined): readonly Effect[] {
    return this.#adjustments.due(this.charges.directory.get(account), id).map(({ posting, account: known, period, postedOn }) => {
      const { id: key, day: _day, at, period: original, ...debt } = posting;
      const statement = this.#statements.get(`${account}/${original}`);
      const { dueOn } = cycles.dueOf(known, postedOn);
      const toleratedBefore = statement === undefined ? [] : this.#tolerated.before(account, new Set([statement]));
      const command: AdjustCharge = {
        type: 'AdjustCharge',
        ...debt,
        adjustedOn: postedOn,
        dueOn,
        original: { period: original, ...(statement === undefined ? {} : { statement }) },
        ...(toleratedBefore.length === 0 ? {} : { toleratedBefore }),
      };
      return effect(key, { decider: accountPeriodDecider, command, ...target(cycles, known, period, at) }, route);
    });
  }

  #assessed({ stream, data }: Assessed): void {
    const accepted = this.#accepted.get(stream);
    this.#accepted.delete(stream);
    // What is provisional is secured, not entered in the accounts: the final version is charged whole (UCC Art. 105(2), 166).
    if (accepted === undefined || data.provisional === true) return;
    const { charged, changes, currency } = data;
    const known = charged?.charge ?? this.#chargeOf.get(data.declaration);
    if (known === undefined) {
      const lines = payableOf(data).filter(({ amount }) => amount > 0n);
      if (lines.length > 0) this.#owe(data, accepted, lines);
      return;
    }
    if (changes === undefined) return;
    const reason = changes.reason === 'reassessed' || changes.reason === 'final' ? changes.reason : 'amended';
    this.#amend(known, charged, {
      version: data.version,
      reason,
      lines: payableOf({ currency, totals: changes.totals }),
      subject: data.declaration,
      reference: data.mrn,
      currency,
      day: accepted.on,
      at: accepted.at,
    });
  }

  #owe(data: DutyAssessedData, accepted: Readonly<{ at: string; on: string }>, lines: readonly Line[]): void {
    const { authority, accountHolder: holder, mrn, version, declaration, currency } = data;
    const { directory } = this.charges;
    const account = directory.findCharged(authority, holder)?.account ?? directory.idOf(authority, holder, 'deferment');
    const id = chargeId(authority, `${mrn}/${String(version)}`);
    this.charges.add({
      account,
      id,
      day: accepted.on,
      holder,
      kind: 'declaration',
      subject: declaration,
      reference: mrn,
      lines,
      currency,
      acceptedAt: accepted.at,
    });
    this.#chargeOf.set(declaration, id);
    this.#toSend = [{ account, id }];
  }

  #invalidated({ data, metadata }: Invalidated): void {
    const { charged, declaration, currency, version, mrn, invalidatedOn } = data;
    const known = charged?.charge ?? this.#chargeOf.get(declaration);
    if (known === undefined || signOf(data.payable) === 0) return;
    const lines = payableOf(data).map((line) => ({ ...line, amount: -line.amount }));
    this.#amend(known, charged, {
      version: version + 1,
      reason: 'invalidated',
      lines,
      subject: declaration,
      reference: mrn,
      currency,
      day: invalidatedOn,
      at: metadata.effectiveAt,
    });
  }

  #amend(charge: string, charged: Taken | undefined, amendment: Amendment): void {
    if (amendment.lines.length === 0) return;
    const taken = charged ?? this.#taken.get(charge);
    if (taken !== undefined) {
      this.#adjust(charge, taken, amendment);
      return;
    }
    this.#amendments.set(charge, [...(this.#amendments.get(charge) ?? []), amendment]);
    this.#renew(charge, this.#declined.take(charge));
  }

  #adjust(charge: string, { account, period }: Taken, amendment: Amendment): void {
    const id = `${charge}/${String(amendment.version)}`;
    this.#adjustments.add({ ...amendment, id, account, charge, period });
    this.#toSend = [...this.#toSend, { account, id }];
  }

  /** A declined charge as it is owed now, sent again; nothing where nothing is owed any more. */
  #renew(charge: string, declined: ChargeInWait | undefined): void {
    if (declined === undefined) return;
    const amendments = this.#amendments.get(charge) ?? [];
    this.#amendments.delete(charge);
    const lines = amendments.reduce((sum, amendment) => plus(sum, amendment.lines), declined.lines);
    if (lines.length === 0) this.#forget(declined.subject, charge);
    else {
      this.charges.add({ ...declined, lines });
      this.#toSend = [...this.#toSend, { account: declined.account, id: charge }];
    }
  }

  #account(event: Recorded<AccountPeriodEvent>): void {
    if (event.type === 'ChargeDeclined') this.#decline(event.data);
    this.charges.fold(event);
    this.#tolerated.apply(event);
    for (const charge of this.#declined.roomMade(event)) this.#renew(charge.id, charge);
    switch (event.type) {
      // Everything that waits for the account, what was renewed above included.
      case 'PeriodOpened':
        this.#toSend = [{ account: event.data.account }];
        break;
      case 'PeriodClosed':
        this.#statements.set(`${event.data.account}/${event.data.period}`, event.data.statementReference);
        break;
      case 'ChargePosted':
        if (event.data.kind === 'declaration') this.#posted(event.data);
        break;
      case 'ChargeAdjusted':
        this.#adjustments.done(event.data.account, `${event.data.charge}/${String(event.data.version)}`);
        break;
      default:
        break;
    }
  }

  #decline(data: Extract<AccountPeriodEvent, { readonly type: 'ChargeDeclined' }>['data']): void {
    const charge = this.charges.done(data.account, data.charge);
    if (charge === undefined) return;
    this.#declined.add(
      charge,
      data.missing === undefined ? undefined : parseMoney(data.missing, charge.currency).minor,
      data.reason === 'LIMIT_EXCEEDED',
    );
    if (this.#amendments.has(charge.id)) this.#renew(charge.id, this.#declined.take(charge.id));
  }

  #posted({ account, charge }: Extract<AccountPeriodEvent, { readonly type: 'ChargePosted' }>['data']): void {
    // A charge is taken by the one period that is open.
    const taken = { account, period: this.charges.directory.get(account)?.open?.period ?? '' };
    this.#taken.set(charge, taken);
    for (const amendment of this.#amendments.get(charge) ?? []) this.#adjust(charge, taken, amendment);
    this.#amendments.delete(charge);
  }

  #forget(subject: string, charge: string): void {
    this.#chargeOf.delete(subject);
    this.#taken.delete(charge);
  }
}
