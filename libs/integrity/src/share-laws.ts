import { type BeneficiaryEvent, type GuaranteeEvent } from '#accounts';
import { parseMoney } from '#money';
import { type Findings } from './finding';
import { add } from './open-amounts';
import { fromFormer } from './redenominated';
import { type ScannedEvent } from './scanned-event';
import { type LogObserver } from './scan-log';

const categories = /^(?:guarantee|beneficiary)-/;

/**
 * Laws I12 and I13 of docs/accounting.md as far as shares go: the shares of a guarantee come to no more than its amount; what is due to a
 * beneficiary is what was collected less what is retained; no more is handed on than became due.
 */
export class ShareLaws implements LogObserver {
  readonly #due = new Map<string, bigint>();

  constructor(private readonly findings: Findings) {}

  observe(event: ScannedEvent): void {
    if (!categories.test(event.stored.stream)) return;
    const recorded = event.recorded();
    if (recorded === undefined) return;
    try {
      this.#follow(event, recorded as GuaranteeEvent | BeneficiaryEvent);
    } catch (error) {
      this.#tell(event, 'amounts in the digits of their currency', error instanceof Error ? error.message : String(error));
    }
  }

  #follow(event: ScannedEvent, known: GuaranteeEvent | BeneficiaryEvent): void {
    const minor = (amount: string, currency = known.data.currency): bigint => parseMoney(amount, currency).minor;
    if (known.type === 'GuaranteeRegistered' || known.type === 'GuaranteeChanged') {
      const shares = known.data.shares.reduce((sum, { share }) => sum + minor(share), 0n);
      if (shares > minor(known.data.amount))
        this.#tell(event, `shares of at most ${String(minor(known.data.amount))} minor units`, String(shares));
    } else if (known.type === 'BeneficiaryShareEstablished') {
      const { authority, beneficiary, distribution, lines, due } = known.data;
      const sum = lines.reduce((total, line) => total + minor(line.due), 0n);
      const wrong = lines.find((line) => minor(line.collected) - minor(line.retained) !== minor(line.due));
      if (wrong !== undefined)
        this.#tell(event, `due of ${String(minor(wrong.collected) - minor(wrong.retained))} minor units of ${wrong.taxType}`, wrong.due);
      if (sum !== minor(due)) this.#tell(event, `due of ${String(sum)} minor units`, due);
      add(this.#due, `${authority} ${beneficiary} ${distribution}`, sum);
    } else if (known.type === 'ShareRedenominated') {
      const { authority, beneficiary, distribution, due, formerCurrency: former } = known.data;
      if (minor(due.now) !== fromFormer(minor(due.former, former), known.data))
        this.#tell(event, `due of ${String(fromFormer(minor(due.former, former), known.data))} minor units`, due.now);
      add(this.#due, `${authority} ${beneficiary} ${distribution}`, minor(due.now) - minor(due.former, former));
    } else if (known.type === 'BeneficiaryDistributed') {
      const { authority, beneficiary, distribution, amount } = known.data;
      const left = add(this.#due, `${authority} ${beneficiary} ${distribution}`, -minor(amount));
      if (left < 0n) this.#tell(event, `due to ${beneficiary} of at least 0`, String(left));
    }
  }

  #tell({ stored }: ScannedEvent, expected: string, found: string): void {
    this.findings.addOf('share', stored, expected, found);
  }
}
