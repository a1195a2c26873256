import { declarationDecider, type DeclarationEvent } from '#declarations';
import { idOf, type Recorded, streamName } from '#event-catalogue';
import { effect, effectDispatch, type Effect, type Process, type Route } from '#event-store';
import { refundClaimDecider, type RefundClaimEvent } from '#returns';

type Claimed = Recorded<Extract<RefundClaimEvent, { readonly type: 'RefundClaimed' }>>;
type Reserved = Recorded<Extract<DeclarationEvent, { readonly type: 'RefundReserved' }>>;
type ClaimLine = Claimed['data']['lines'][number];

/** Originals of claims that are not decided yet: what a rejection gives free again. */
class Claims {
  readonly originals = new Map<string, readonly string[]>();

  fold(event: Recorded): this {
    const known = event as Recorded & RefundClaimEvent;
    if (known.type === 'RefundClaimed') this.originals.set(event.stream, [...byDeclaration(known.data.lines).keys()]);
    if (known.type === 'RefundApproved') this.originals.delete(event.stream);
    return this;
  }
}

/**
 * A claim takes its part in the stream of each import before anybody decides about it, so that no two channels give the same money back;
 * what the import cannot give rejects the claim with the reason. A rejected claim gives its part free again. Where the declaration was amended or
 * invalidated for the claim, the claim hears that its part is owed already.
 */
export const refundClaims: Process<Claims> = {
  name: 'refund-claims',
  categories: ['refundClaim', 'declaration'],
  state: { initial: () => new Claims(), fold: (claims, event) => claims.fold(event) },
  react: (source, claims) => {
    const event = source as Recorded & (RefundClaimEvent | DeclarationEvent);
    switch (event.type) {
      case 'RefundClaimed':
        return [...byDeclaration(event.data.lines)].map(([declaration, lines]) => reserving(event, declaration, lines));
      case 'RefundReserved':
        return event.data.channel === 'claim' ? [confirming(event)] : [];
      case 'RefundReservationReleased':
        return [ending(event)];
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
  const refund = { kind: 'amounts' as const, lines: lines.map(({ seq, taxType, beneficiary, amount }) => ({ seq, taxType, beneficiary, amount })), quantities: quantitiesOf(lines) };
  return effect(
    `reserve/${declaration}`,
    { decider: declarationDecider, stream: streamName('declaration', declaration), command: { type: 'ReserveRefund', claim: data.claim, channel: 'claim', refund }, context },
    ({ rejection, stream: refusing }) =>
      refusing === stream ? 'declined' : effectDispatch({
        decider: refundClaimDecider,
        stream,
        command: { type: 'RejectRefund', reason: rejection.code, message: rejection.message, rejectedBy: data.authority ?? metadata.book, rejectedOn: data.claimedOn },
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

const ending = ({ stream, data, metadata }: Recorded & Extract<DeclarationEvent, { readonly type: 'RefundReservationReleased' }>): Effect => {
  const reason = data.reason === 'amended' ? 'amended' : data.reason === 'invalidated' ? 'invalidated' : 'released';
  return effect('end', { decider: refundClaimDecider, stream: streamName('refundClaim', data.claim), command: { type: 'EndReservation', original: idOf(stream), reason }, context: { book: metadata.book, effectiveAt: metadata.effectiveAt } }, declined);
};

const releasing = ({ data, metadata }: Recorded & Extract<RefundClaimEvent, { readonly type: 'RefundRejected' }>, declaration: string, reason: string): Effect =>
  effect(
    `release/${declaration}`,
    { decider: declarationDecider, stream: streamName('declaration', declaration), command: { type: 'ReleaseReservation', claim: data.claim, reason }, context: { book: metadata.book, effectiveAt: metadata.effectiveAt } },
    declined,
  );

/** The claim was decided meanwhile, or its part was never taken: nothing more follows. */
const declined: Route = () => 'declined';
