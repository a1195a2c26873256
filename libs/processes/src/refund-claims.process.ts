import { type AccountPeriodEvent } from '#accounts';
import { declarationDecider, type DeclarationEvent } from '#declarations';
import { idOf, type Recorded, streamName } from '#event-catalogue';
import { effect, effectDispatch, type Effect, type Process, type Route } from '#event-store';
import { type Money, moneyOf, parseMoney } from '#money';
import { changeoverTo, inEuro } from '#rules';
import { refundClaimDecider, type RefundClaimEvent } from '#returns';

type Claimed = Recorded<Extract<RefundClaimEvent, { readonly type: 'RefundClaimed' }>>;
type Reserved = Recorded<Extract<DeclarationEvent, { readonly type: 'RefundReserved' }>>;
type ClaimLine = Claimed['data']['lines'][number];

type Released = Extract<DeclarationEvent, { readonly type: 'RefundReservationReleased' }>['data'];
/** How a part that a claim had reserved ended, and where. */
interface Ended {
  readonly claim: string;
  readonly original: string;
  readonly reason: 'amended' | 'invalidated' | 'released';
}

/** Claims that are not decided yet: their originals, which a rejection gives free again, and how their reservations end. */
class Claims {
  readonly originals = new Map<string, readonly string[]>();
  readonly #asked = new Map<string, Money>();
  /** Declarations that were amended or invalidated for a claim and whose charge is not adjusted yet. */
  readonly #settling = new Map<string, Ended>();
  /** What the event folded last ends. */
  ended: Ended | undefined;

  fold(event: Recorded): this {
    const known = event as Recorded<RefundClaimEvent | DeclarationEvent | AccountPeriodEvent>;
    this.ended = undefined;
    if (known.type === 'RefundClaimed') this.#claimed(event.stream, known.data);
    else if (known.type === 'RefundApproved') this.originals.delete(event.stream);
    else if (known.type === 'RefundReservationReleased') this.#released(idOf(event.stream), known.data);
    else if (known.type === 'ChargeAdjusted') this.#adjusted(known.data);
    return this;
  }

  #claimed(stream: string, { claim, lines, currency }: Claimed['data']): void {
    const originals = byDeclaration(lines);
    this.originals.set(stream, [...originals.keys()]);
    for (const [declaration, own] of originals)
      this.#asked.set(
        `${claim} ${declaration}`,
        moneyOf(
          own.reduce((sum, { amount }) => sum + parseMoney(amount, currency).minor, 0n),
          currency,
        ),
      );
  }

  #released(original: string, { claim, reason }: Released): void {
    if (reason === 'amended' || reason === 'invalidated') this.#settling.set(original, { claim, original, reason });
    else this.ended = { claim, original, reason: 'released' };
  }

  /** Only what was paid is owed back: a debt that was reduced while it was open gives nothing back. */
  #adjusted({ subject, lines, currency }: Extract<AccountPeriodEvent, { readonly type: 'ChargeAdjusted' }>['data']): void {
    const settling = this.#settling.get(subject);
    this.#settling.delete(subject);
    if (settling === undefined) return;
    const refundable = lines.reduce(
      (sum, line) => sum + (line.refundable === undefined ? 0n : parseMoney(line.refundable, currency).minor),
      0n,
    );
    const asked = moneyIn(currency, this.#asked.get(`${settling.claim} ${subject}`));
    this.ended = refundable >= asked ? settling : { ...settling, reason: 'released' };
  }
}

/** What was asked for before the euro, beside what an account owes back in it; minor units. */
const moneyIn = (currency: string, asked: Money | undefined): bigint => {
  const changeover = asked === undefined ? undefined : changeoverTo(currency, asked.currency);
  return asked === undefined ? 0n : (changeover === undefined ? asked : inEuro(asked, changeover)).minor;
};

/**
 * A claim takes its part in the stream of each import before anybody decides about it, so that no two channels give the same money back;
 * what the import cannot give rejects the claim with the reason. A rejected claim gives its part free again. Where the declaration was
 * amended or invalidated for the claim, the claim hears that its part is owed already, once the account says that it was paid.
 */
export const refundClaims: Process<Claims> = {
  name: 'refund-claims',
  categories: ['refundClaim', 'declaration', 'accountPeriod'],
  state: { initial: () => new Claims(), fold: (claims, event) => claims.fold(event) },
  react: (source, claims) => {
    const event = source as Recorded<RefundClaimEvent | DeclarationEvent | AccountPeriodEvent>;
    switch (event.type) {
      case 'RefundClaimed':
        return [...byDeclaration(event.data.lines)].map(([declaration, lines]) => reserving(event, declaration, lines));
      case 'RefundReserved':
        return event.data.channel === 'claim' ? [confirming(event)] : [];
      case 'RefundReservationReleased':
      case 'ChargeAdjusted':
        return claims.ended === undefined ? [] : [ending(event, claims.ended)];
      case 'RefundRejected':
        return (claims.originals.get(event.stream) ?? []).map((declaration) => releasing(event, declaration, event.data.reason));
      default:
        return [];
    }
  },
};

const byDeclaration = (lines: readonly ClaimLine[]): ReadonlyMap<string, readonly ClaimLine[]> => {
  const found = new Map<string, ClaimLine[]>();
  for (const line of lines) found.set(line.declaration, [...(found.get(line.declaration) ?? []), line]);
  return found;
};

/** Units that the lines of an item stand for: each tax of it states the same. */
const quantitiesOf = (lines: readonly ClaimLine[]): readonly { readonly seq: number; readonly quantity: number }[] => [
  ...new Map(lines.flatMap(({ seq, quantity }) => (quantity === undefined ? [] : [[seq, { seq, quantity }] as const]))).values(),
];

const reserving = (event: Claimed, declaration: string, lines: readonly ClaimLine[]): Effect => {
  const { stream, data, metadata } = event;
  const context = { book: metadata.book, effectiveAt: metadata.effectiveAt };
  const refund = {
    kind: 'amounts' as const,
    lines: lines.map(({ seq, taxType, beneficiary, amount }) => ({ seq, taxType, beneficiary, amount })),
    quantities: quantitiesOf(lines),
  };
  return effect(
    `reserve/${declaration}`,
    {
      decider: declarationDecider,
      stream: streamName('declaration', declaration),
      command: { type: 'ReserveRefund', claim: data.claim, channel: 'claim', refund },
      context,
    },
    ({ rejection, stream: refusing }) =>
      refusing === stream
        ? 'declined'
        : effectDispatch({
            decider: refundClaimDecider,
            stream,
            command: {
              type: 'RejectRefund',
              reason: rejection.code,
              message: rejection.message,
              rejectedBy: data.authority ?? metadata.book,
              rejectedOn: data.claimedOn,
            },
            context,
          }),
  );
};

const confirming = ({ stream, data, metadata }: Reserved): Effect =>
  effect(
    'confirm',
    {
      decider: refundClaimDecider,
      stream: streamName('refundClaim', data.claim),
      command: { type: 'ConfirmReservation', heldIn: 'declaration', original: idOf(stream), total: data.total, currency: data.currency },
      context: { book: metadata.book, effectiveAt: metadata.effectiveAt },
    },
    declined,
  );

const ending = ({ metadata }: Recorded, { claim, original, reason }: Ended): Effect =>
  effect(
    'end',
    {
      decider: refundClaimDecider,
      stream: streamName('refundClaim', claim),
      command: { type: 'EndReservation', original, reason },
      context: { book: metadata.book, effectiveAt: metadata.effectiveAt },
    },
    declined,
  );

const releasing = (
  { data, metadata }: Recorded<Extract<RefundClaimEvent, { readonly type: 'RefundRejected' }>>,
  declaration: string,
  reason: string,
): Effect =>
  effect(
    `release/${declaration}`,
    {
      decider: declarationDecider,
      stream: streamName('declaration', declaration),
      command: { type: 'ReleaseReservation', claim: data.claim, reason },
      context: { book: metadata.book, effectiveAt: metadata.effectiveAt },
    },
    declined,
  );

/** The claim was decided meanwhile, or its part was never taken: nothing more follows. */
const declined: Route = () => 'declined';
