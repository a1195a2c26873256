import { type AccountPeriodEvent } from '#accounts';
import { type OrderEvent } from '#advance-data';
import { type DeclarationEvent } from '#declarations';
import { type Recorded } from '#event-catalogue';
import { parseMoney } from '#money';
import { type RefundClaimEvent } from '#returns';
import { CompactMap } from './compact-map';
import { type Findings } from './finding';
import { add } from './open-amounts';
import { fromFormer } from './redenominated';
import { type ScannedEvent } from './scanned-event';
import { type LogObserver } from './scan-log';

type FollowedEvent = AccountPeriodEvent | OrderEvent | DeclarationEvent | RefundClaimEvent;
type Data<Name extends FollowedEvent['type']> = Extract<FollowedEvent, { readonly type: Name }>['data'];
/** One part of a tax that can be given back once, and how much of it, minor units. */
type Part = readonly [key: string, amount: bigint];

const categories = /^(?:declaration|order|refundClaim|accountPeriod)-/;
const minorOf =
  (currency: string) =>
  (amount: string | undefined): bigint =>
    amount === undefined ? 0n : parseMoney(amount, currency).minor;

/**
 * Law I7 of docs/accounting.md: over all claims and channels no more is taken of a tax of an item, or of a supply, than it came to; no more
 * is approved than was paid of it and than the claim has taken; what was approved is settled once. Memory: 24 bytes for each tax of an item
 * or supply, and what the claims take.
 */
export class RefundLaws implements LogObserver {
  /** What each tax of an item or supply came to. */
  readonly #payable = new CompactMap();
  readonly #taken = new Map<string, bigint>();
  readonly #reservations = new Map<string, readonly Part[]>();
  readonly #reservedBy = new Map<string, bigint>();
  readonly #approvedOf = new Map<string, bigint>();
  /** What is still owed on claims. */
  readonly #owed = new Map<string, bigint>();
  /** The assessment whose lines follow: an append is never divided. */
  #assessing: Readonly<{ currency: string; sums: Map<string, bigint> }> = { currency: '', sums: new Map() };
  #tell: (expected: string, found: string) => void = () => undefined;

  constructor(private readonly findings: Findings) {}

  observe(event: ScannedEvent): void {
    if (!categories.test(event.stored.stream)) return;
    const recorded = event.recorded();
    if (recorded === undefined) return;
    this.#tell = (expected, found) => {
      this.findings.addOf('refund', event.stored, expected, found);
    };
    try {
      this.#follow(recorded as Recorded<FollowedEvent>);
    } catch (error) {
      this.#tell('amounts in the digits of their currency', error instanceof Error ? error.message : String(error));
    }
  }

  #follow(event: Recorded<FollowedEvent>): void {
    const { stream } = event;
    switch (event.type) {
      case 'DutyAssessed':
        this.#assessing = { currency: event.data.currency, sums: new Map() };
        break;
      case 'AssessmentLinesRecorded':
        for (const { seq, taxType, beneficiary, payable } of event.data.lines) {
          const key = `${stream}/${String(seq)} ${taxType} ${beneficiary}`;
          this.#payable.set(key, Number(add(this.#assessing.sums, key, minorOf(this.#assessing.currency)(payable))));
        }
        break;
      case 'SupplyAttributed':
        for (const { rate, vat } of event.data.rows)
          this.#payable.set(`${stream}/${rate}`, (this.#payable.get(`${stream}/${rate}`) ?? 0) + Number(minorOf(event.data.currency)(vat)));
        break;
      case 'RefundReserved':
        this.#reserved(
          stream,
          event.data.claim,
          event.data.lines.map(({ seq, taxType, beneficiary, amount }) => [
            `${stream}/${String(seq)} ${taxType} ${beneficiary}`,
            minorOf(event.data.currency)(amount),
          ]),
        );
        break;
      case 'SupplyRefundReserved':
        this.#reserved(
          stream,
          event.data.claim,
          event.data.rows.map(({ rate, vat }) => [`${stream}/${rate}`, minorOf(event.data.currency)(vat)]),
        );
        break;
      case 'RefundReservationReleased':
      case 'SupplyRefundReservationReleased':
        this.#released(stream, event.data.claim);
        break;
      case 'RefundApproved':
        this.#approved(event.data);
        break;
      case 'RefundRedenominated': {
        const { claim, formerCurrency: former, currency, total, interest } = event.data;
        for (const sum of [total, ...(interest === undefined ? [] : [interest])]) this.#redenominated(claim, event.data, sum);
        const lines = event.data.lines.reduce((sum, { now }) => sum + minorOf(currency)(now), 0n);
        if (lines !== minorOf(currency)(total.now)) this.#tell(`total of ${String(lines)} minor units of ${former}`, total.now);
        break;
      }
      case 'DebtRedenominated': {
        const { claim, of, formerCurrency: former, currency, lines } = event.data;
        if (of !== 'refund' || claim === undefined) break;
        for (const line of lines) add(this.#owed, claim, minorOf(currency)(line.now) - minorOf(former)(line.former));
        break;
      }
      case 'RefundPaid':
        this.#settled(event.data.claim, minorOf(event.data.currency)(event.data.amount));
        break;
      case 'RefundOffset':
        this.#settled(
          event.data.claim,
          event.data.pairs.reduce((sum, { debt }) => sum + minorOf(event.data.currency)(debt.amount), 0n),
        );
        break;
      default:
    }
  }

  #reserved(stream: string, claim: string, parts: readonly Part[]): void {
    this.#reservations.set(`${stream} ${claim}`, parts);
    for (const [key, amount] of parts) {
      const payable = BigInt(this.#payable.get(key) ?? 0);
      const taken = add(this.#taken, key, amount);
      if (taken > payable) this.#tell(`at most ${String(payable)} minor units taken of ${key}`, String(taken));
      add(this.#reservedBy, claim, amount);
    }
  }

  #released(stream: string, claim: string): void {
    for (const [key, amount] of this.#reservations.get(`${stream} ${claim}`) ?? []) {
      add(this.#taken, key, -amount);
      add(this.#reservedBy, claim, -amount);
    }
    this.#reservations.delete(`${stream} ${claim}`);
  }

  #approved({ claim, lines, total, currency, interest, kind, settlement }: Data<'RefundApproved'>): void {
    const minor = minorOf(currency);
    let sum = 0n;
    for (const { mrn, seq, taxType, beneficiary, paid, amount } of lines) {
      sum += minor(amount);
      const approved = add(this.#approvedOf, `${mrn}/${String(seq)} ${taxType} ${beneficiary}`, minor(amount));
      if (approved > minor(paid)) this.#tell(`at most ${paid} given back of ${taxType} of ${mrn} item ${String(seq)}`, String(approved));
    }
    if (sum !== minor(total)) this.#tell(`total of ${String(sum)} minor units`, String(minor(total)));
    // An amendment has taken its part out of the original already.
    const reserved = this.#reservedBy.get(claim) ?? 0n;
    if (kind !== 'amendment' && reserved < sum) this.#tell(`at most ${String(reserved)} minor units, as reserved`, String(sum));
    if (settlement !== 'laterReturn') add(this.#owed, claim, sum + minor(interest?.amount));
  }

  #redenominated(
    claim: string,
    currencies: Readonly<{ formerCurrency: string; currency: string; rate: string }>,
    sum: Readonly<{ former: string; now: string }>,
  ): void {
    const [former, now] = [minorOf(currencies.formerCurrency)(sum.former), minorOf(currencies.currency)(sum.now)];
    if (now !== fromFormer(former, currencies)) this.#tell(`${String(fromFormer(former, currencies))} minor units`, sum.now);
    add(this.#owed, claim, now - former);
  }

  #settled(claim: string, amount: bigint): void {
    const left = add(this.#owed, claim, -amount);
    if (left < 0n) this.#tell(`owed to claim ${claim} of at least 0`, String(left));
  }
}
