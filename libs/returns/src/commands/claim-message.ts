import {
  boolean,
  book,
  commandIdOfMessage,
  amount,
  country,
  count,
  currency,
  day,
  id,
  integer,
  list,
  oneOf,
  optional,
  parseStrictJson,
  partyCode,
  record,
  reference,
  sha256Hex,
  startOfLegalDay,
} from '#event-catalogue';
import { type Dispatch } from '#event-store';
import { type RuleBook, zoneOfAuthority } from '#rules';
import { type ClaimRefund } from '../claim-refund';
import { type RefundClaimCommand, refundClaimDecider } from '../refund-claim.decider';
import { type RefundClaimState } from '../refund-claim.state';
import { claimBasis, claimPayee, collectionModel, paidTax, type RefundClaimEvent, windowStart } from '../returns.events';
import { refundClaimStream } from '../returns.streams';
import { faultOfDay, type MessageSource, type Read, reading, refused } from './reading';

/** A refund claim in the canonical form; docs/formats/returns.md. */
export const claimMessage = record({
  format: oneOf('tidewaiter/claim/1'),
  authority: book,
  jurisdiction: country,
  claimant: partyCode,
  claimReference: reference,
  handler: partyCode,
  entitlement: record({
    model: collectionModel,
    payee: claimPayee,
    payeeParty: partyCode,
    buyerRefunded: optional(boolean),
    boreTax: optional(boolean),
  }),
  basis: claimBasis,
  returnCase: optional(id),
  counted: record({ from: windowStart, day }),
  lines: list(
    record({
      ...paidTax,
      amount: optional(amount),
      units: optional(record({ of: integer(1), before: count, taken: integer(1), flat: optional(boolean) })),
    }),
    { min: 1, max: 200 },
  ),
  currency,
  claimedOn: day,
});

/** A refund claim as a command to its stream. */
export type ClaimDispatch = Dispatch<RefundClaimCommand, RefundClaimState, RefundClaimEvent>;

/** What the reading of a claim depends on besides its text. */
export interface ClaimReading {
  readonly rules: RuleBook;
}

/** Reads one JSON document, or one line of NDJSON. What it refuses is a value: the rest of a file goes on. */
export const parseClaim = (text: string, by: ClaimReading, source?: MessageSource): Read<ClaimRefund> =>
  reading(root, () => claimOf(parseStrictJson(text), by, source));

/** As `parseClaim`, for a value that was read before (the body of a request). */
export const claimOf = (value: unknown, { rules }: ClaimReading, source?: MessageSource): Read<ClaimRefund> =>
  reading(root, () => {
    const { format: _, ...claim } = claimMessage.parse(value, root);
    const { authority, jurisdiction, claimedOn, counted } = claim;
    if (zoneOfAuthority(rules, authority) === undefined)
      return refused('AUTHORITY_UNKNOWN', 'authority', 'expected an authority that the rules know, like GB or EU-IE');
    const own = authority === jurisdiction || authority === `EU-${jurisdiction}` || (authority === 'GB' && jurisdiction === 'XI');
    if (!own) return refused('JURISDICTION_DIFFERS', 'jurisdiction', `${authority} gives nothing back for ${jurisdiction}`);
    const fault = faultOfDay(claimedOn, 'claimedOn') ?? faultOfDay(counted.day, 'counted.day');
    return fault ?? { kind: 'read', command: { type: 'ClaimRefund', ...claim, ...(source === undefined ? {} : { source }) } };
  });

const root = 'claim';

/**
 * The way of a claim to its stream, effective from the beginning of its legal day. The same content read again becomes the same command;
 * other content under its reference is refused there. @throws RangeError for an authority that the rules do not know: `claimOf` has refused
 * it
 */
export const claimDispatch = (
  command: ClaimRefund,
  { rules }: ClaimReading,
  by: Readonly<{ actor: string; onBehalfOf?: string }>,
): ClaimDispatch => {
  const { source: _, type: __, ...claim } = command;
  const { authority, claimant, claimReference, claimedOn } = claim;
  const zone = zoneOfAuthority(rules, authority);
  if (zone === undefined) throw new RangeError(`no rules know the authority ${authority}`);
  const commandId = commandIdOfMessage({
    book: authority,
    issuer: claimant,
    kind: 'claim',
    reference: claimReference,
    version: sha256Hex(JSON.stringify(claim)),
  });
  return {
    decider: refundClaimDecider,
    stream: refundClaimStream(authority, claimant, claimReference),
    command,
    context: { commandId, ...by, book: authority, effectiveAt: startOfLegalDay(claimedOn, zone) },
  };
};
