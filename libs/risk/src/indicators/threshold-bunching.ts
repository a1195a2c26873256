import { unitsOf } from '#reconciliation';
import { amountText, converted, moneyText } from '../exact-figures';
import { type Declared } from '../facts';
import { counted, type Evidence, firstEvidence, type Finding, findingOf } from '../finding';
import { type Limit, type LimitOf } from '../limits';
import { type RiskRules } from '../risk-rules';

interface Bands {
  readonly limit: Limit;
  below: number;
  at: number;
  above: number;
  from: string;
  to: string;
  evidence: Evidence[];
}

/** Counts and some evidence for each limit: memory does not grow with the declarations of a seller. */
export class ThresholdBunching {
  readonly #bands = new Map<string, Bands>();

  constructor(
    private readonly seller: string,
    private readonly rules: RiskRules,
    private readonly limitOf: LimitOf,
  ) {}

  add(declared: Declared): void {
    const limit = this.limitOf(declared.jurisdiction, declared.acceptedOn);
    if (limit === undefined) return;
    // The intrinsic value: the price of the goods less discount (Delegated Regulation (EU) 2015/2446 Art. 1(48)).
    const total = declared.items.reduce((sum, { value }) => sum + unitsOf(value), -unitsOf(declared.discount ?? '0'));
    const value = converted(total, declared.currency, limit.currency, declared.exchange);
    if (value !== undefined) this.#count(declared, limit, value);
  }

  #count({ stream, position, mrn, acceptedOn }: Declared, limit: Limit, value: bigint): void {
    const { bandPercent } = this.rules.thresholdBunching;
    const [full, width] = [unitsOf(limit.amount) * 100n, unitsOf(limit.amount) * BigInt(bandPercent)];
    const hundredfold = value * 100n;
    if (hundredfold <= full - 2n * width || hundredfold > full + width) return;
    const key = `${limit.amount} ${limit.currency}`;
    const bands = this.#bands.get(key) ?? { limit, below: 0, at: 0, above: 0, from: acceptedOn, to: acceptedOn, evidence: [] };
    this.#bands.set(key, bands);
    if (acceptedOn < bands.from) bands.from = acceptedOn;
    if (acceptedOn > bands.to) bands.to = acceptedOn;
    if (hundredfold > full) bands.above += 1;
    else if (hundredfold <= full - width) bands.below += 1;
    else {
      bands.at += 1;
      bands.evidence.push({
        stream,
        position,
        values: { at: acceptedOn, mrn, declared: amountText(value, limit.currency), currency: limit.currency },
      });
      if (bands.evidence.length > 2 * this.rules.evidenceRows) bands.evidence = [...firstEvidence(bands.evidence, this.rules.evidenceRows)];
    }
  }

  /** R06: more values just within a limit than so many times the mean of the bands beside it. */
  findings(): readonly Finding[] {
    const { declarations, factor, bandPercent } = this.rules.thresholdBunching;
    return [...this.#bands.values()]
      .filter(({ at, below, above }) => at >= declarations && at * 2 > factor * (below + above))
      .map(({ limit, at, below, above, from, to, evidence }) =>
        findingOf('R06', this.rules, {
          subject: { kind: 'seller', id: this.seller },
          from,
          to,
          evidence,
          evidenceCount: at,
          aspect: `${limit.amount} ${limit.currency}`,
          figure: { name: 'just within the limit', value: String(at), unit: 'declarations' },
          threshold: {
            name: `${String(factor)} times the mean of its neighbours`,
            value: `${String(Math.floor((factor * (below + above)) / 2))}${(factor * (below + above)) % 2 === 1 ? '.5' : ''}`,
            unit: 'declarations',
          },
          measured: [
            { name: 'band below', value: String(below), unit: 'declarations' },
            { name: 'band above', value: String(above), unit: 'declarations' },
          ],
          sentence:
            `${counted(at, 'declaration')} of goods of ${this.seller} lie in the last ${String(bandPercent)} % ` +
            `below ${moneyText(unitsOf(limit.amount), limit.currency)}, ` +
            `${String(below)} in the band below and ${String(above)} in the band above`,
        }),
      );
  }
}
