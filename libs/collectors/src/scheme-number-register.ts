import { type CollectorEvent } from './collectors.events';
import { type GrantedNumber, withEvent } from './collectors.state';

/** Who held a scheme number on a day. `unknown`: never granted, or not before that day. */
export type SchemeNumberHolding =
  | Readonly<{ kind: 'held'; holder: string; validity: GrantedNumber }>
  | Readonly<{ kind: 'unknown' }>
  | Readonly<{ kind: 'expired'; holder: string; validity: GrantedNumber }>
  | Readonly<{ kind: 'withdrawn'; holder: string; validity: GrantedNumber }>;

type Held = Readonly<{ holder: string; number: GrantedNumber }>;

/**
 * All scheme numbers of all collectors: a fold over the events of the category `collector`, for reconciliation (break B28: an import under
 * a number that was not valid) and for processes. It is evidence of what was known, never the place where a limit is decided.
 */
export class SchemeNumberRegister {
  readonly #byNumber = new Map<string, readonly Held[]>();

  apply(event: CollectorEvent): void {
    if (event.type !== 'SchemeNumberGranted' && event.type !== 'SchemeNumberWithdrawn') return;
    const { schemeNumber, collector } = event.data;
    const held = this.#byNumber.get(schemeNumber) ?? [];
    const own = withEvent(
      held.filter((h) => h.holder === collector).map((h) => h.number),
      event,
    );
    this.#byNumber.set(schemeNumber, [
      ...held.filter((h) => h.holder !== collector),
      ...own.map((number) => ({ holder: collector, number })),
    ]);
  }

  /** `day` is the legal day of the use: of supply for a return, of acceptance for an import. The latest grant begun by then answers. */
  holderOf(schemeNumber: string, day: string): SchemeNumberHolding {
    const begun = (this.#byNumber.get(schemeNumber) ?? []).filter((h) => h.number.validFrom <= day);
    const latest = begun.reduce<Held | undefined>(
      (best, h) => (best === undefined || h.number.validFrom > best.number.validFrom ? h : best),
      undefined,
    );
    if (latest === undefined) return { kind: 'unknown' };
    const { holder, number: validity } = latest;
    if (validity.withdrawnFrom !== undefined && validity.withdrawnFrom <= day) return { kind: 'withdrawn', holder, validity };
    if (validity.validTo !== undefined && validity.validTo < day) return { kind: 'expired', holder, validity };
    return { kind: 'held', holder, validity };
  }

  /** The number a collector holds under a scheme on a day, if any: the one granted first. */
  numberOf(holder: string, scheme: GrantedNumber['scheme'], day: string): GrantedNumber | undefined {
    for (const [schemeNumber, held] of this.#byNumber) {
      if (!held.some((h) => h.holder === holder && h.number.scheme === scheme)) continue;
      const found = this.holderOf(schemeNumber, day);
      if (found.kind === 'held' && found.holder === holder) return found.validity;
    }
    return undefined;
  }
}
