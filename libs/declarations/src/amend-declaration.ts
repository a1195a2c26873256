import { legalDayOf } from '#event-catalogue';
import { accept, type Decision } from '#event-store';
import { isDay } from '#money';
import { assess, type RuleBook } from '#rules';
import { toAssessable } from './assessable-declaration';
import { type DeclarationWindow, lastDayOf, shippedWindows, windowOf } from './declaration-windows';
import { type DeclarationEvent, type DeclaredItem } from './declarations.events';
import { refuse, type Refused } from './declarations.rejections';
import { type LodgedDeclaration } from './declarations.state';
import { type DeclarationHeader, differingField, faultOfDeclared, type LodgeDeclaration, recorded } from './lodge-declaration';
import { omit } from './omit';
import { reassessment, recordOf } from './record-assessment';

/**
 * A later version, whole: the header as it is now and all items; item numbers may have gaps. `zone` is the IANA zone of the authority, in
 * which `amendedAt` gives the legal day. `version` is what the sender takes the new version to be, checked where it is stated. `claim`: the
 * refund claim that the amendment settles, whose reservation ends with it. `windows`: the law of amendments, as shipped unless told.
 */
export type AmendDeclaration = Readonly<{
  type: 'AmendDeclaration';
  header: DeclarationHeader;
  items: readonly DeclaredItem[];
  zone: string;
  amendedAt: string;
  reason: string;
  requestedBy: string;
  version?: number;
  controls?: LodgeDeclaration['controls'];
  claim?: string;
  windows?: readonly DeclarationWindow[];
}>;

/** Whose declaration it is, of what, and which law and account it is under: another one is another declaration. */
const fixed = ['authority', 'jurisdiction', 'declarant', 'lrn', 'mrn', 'acceptedAt', 'acceptedOn', 'accountHolder'] as const;

/** Accepts a later version (UCC Art. 173), or says why not; its amounts follow with `Assess`. */
export const amend = (command: AmendDeclaration, state: LodgedDeclaration): Decision<DeclarationEvent> => {
  const { items, amendedAt, reason, requestedBy, version, claim, controls = {} } = command;
  const next = state.header.version + 1;
  // Where the data of the first version came from is no part of a later one.
  const header = omit(command.header, 'prefilledFrom');
  const again = differingField({ ...header, ...prefilled(state) }, items, state) === undefined;
  if (again && (version === undefined || version < next)) return accept();
  if (version !== undefined && version !== next) return refuse('VERSION_DIFFERS', `version ${String(next)} comes next`, 'version');
  const fault = faultOfAmendment(command, state) ?? faultOfDeclared({ header, items, zone: command.zone, controls });
  if (fault !== undefined) return fault;
  const reservation = claim === undefined ? [] : releaseOf(claim, 'amended', state);
  if ('rejected' in reservation) return reservation;
  const amendedOn = legalDayOf(amendedAt, command.zone);
  return recorded(
    { type: 'DeclarationAmended', data: { ...header, version: next, amendedAt, amendedOn, reason, requestedBy, itemCount: items.length } },
    items,
    ...reservation,
  );
};

const prefilled = ({ header }: LodgedDeclaration): Pick<DeclarationHeader, 'prefilledFrom'> =>
  header.prefilledFrom === undefined ? {} : { prefilledFrom: header.prefilledFrom };

/** The reservation of the claim that is settled by what happens to the declaration, and not by paying it out. */
export const releaseOf = (claim: string, reason: string, { refunds }: LodgedDeclaration): readonly DeclarationEvent[] | Refused =>
  refunds.reservations.has(claim)
    ? [{ type: 'RefundReservationReleased', data: { claim, reason } }]
    : refuse('RESERVATION_UNKNOWN', `claim ${claim} has reserved nothing`, 'claim');

const faultOfAmendment = (
  { header, zone, amendedAt, reason, windows = shippedWindows }: AmendDeclaration,
  state: LodgedDeclaration,
): Refused | undefined => {
  const before = state.header;
  const changed = fixed.find((field) => header[field] !== before[field]);
  if (changed !== undefined)
    return refuse(
      'AMENDMENT_NOT_ALLOWED',
      `an amendment does not change ${changed}: invalidate the declaration and lodge another one`,
      changed,
    );
  if (reason === reassessment) return refuse('AMENDMENT_NOT_ALLOWED', `only the authority re-assesses`, 'reason');
  if (header.provisional === true && before.provisional !== true)
    return refuse('AMENDMENT_NOT_ALLOWED', 'a full declaration does not become a provisional one', 'provisional');
  if (!isDay(amendedAt.slice(0, 10))) return refuse('DAY_INVALID', `${amendedAt} is no moment of the calendar`, 'amendedAt');
  if (amendedAt < (state.amended?.at ?? before.acceptedAt))
    return refuse('DAY_INVALID', 'a version is not accepted before the one it follows', 'amendedAt');
  if (state.release === undefined) return undefined;
  const window = windowOf(windows, before.authority, 'amendment', 'any', before.acceptedOn);
  if (window === undefined)
    return refuse('GROUND_UNKNOWN', `no law of ${before.authority} lets a released declaration be amended`, 'reason');
  const until = lastDayOf(window, before.acceptedOn);
  return until !== undefined && legalDayOf(amendedAt, zone) > until
    ? refuse('WINDOW_CLOSED', `amendments were possible until ${until} (${window.law})`, 'amendedAt')
    : undefined;
};

/**
 * The authority looks again at an assessed declaration, under the law as known now: a measure was annulled, a rate published late. Where
 * the amounts change, a version of the same data follows for the reason `reassessed`, and is assessed like every other.
 */
export type Reassess = Readonly<{ type: 'Reassess'; ruleBook: RuleBook; requestedBy: string; at: string; on: string }>;

export const reassess = ({ ruleBook, requestedBy, at, on }: Reassess, state: LodgedDeclaration): Decision<DeclarationEvent> => {
  const { header, items, assessment, before } = state;
  if (assessment?.kind !== 'assessed') return refuse('DECLARATION_NOT_ASSESSED', `${header.mrn} has no assessment`);
  const computed = assess(toAssessable(state), ruleBook, 'amounts');
  if (computed.kind === 'refused')
    return refuse(
      'REASSESSMENT_REFUSED',
      computed.message,
      computed.itemSeq === undefined ? undefined : `items.${String(computed.itemSeq)}`,
    );
  const { duty } = recordOf({ header, ...(before === undefined ? {} : { before }) }, computed);
  const same = duty.linesDigest === assessment.duty.linesDigest;
  if (same) return accept();
  const data = {
    ...omit(header, 'prefilledFrom', 'source'),
    version: header.version + 1,
    amendedAt: at,
    amendedOn: on,
    reason: reassessment,
    requestedBy,
  };
  return recorded({ type: 'DeclarationAmended', data }, items);
};
