import { accept, type Decision } from '#event-store';
import { formatMoney, isDay, zero } from '#money';
import { releaseOf } from './amend-declaration';
import { type DeclarationWindow, lastDayOf, shippedWindows, windowOf } from './declaration-windows';
import { type DeclarationEvent, type DeclarationInvalidatedData } from './declarations.events';
import { refuse, type Refused } from './declarations.rejections';
import { lastAssessed, type LodgedDeclaration } from './declarations.state';
import { declarationId } from './declarations.streams';

/**
 * Takes a declaration back whole after acceptance. `appliedOn` is the day of the application, which must lie in the window of the ground
 * (rule data; as shipped unless `windows` says otherwise). Two persons and at least one document. `claim`: the refund claim that asked for
 * it, whose reservation ends with it: its money comes back by the invalidation and is not paid out besides.
 */
export type InvalidateDeclaration = Readonly<{
  type: 'InvalidateDeclaration';
  appliedOn: string;
  claim?: string;
  windows?: readonly DeclarationWindow[];
}> &
  Pick<DeclarationInvalidatedData, 'ground' | 'invalidatedOn' | 'requestedBy' | 'approvedBy' | 'evidence'>;

export const invalidate = (command: InvalidateDeclaration, state: LodgedDeclaration): Decision<DeclarationEvent> => {
  const { ground, appliedOn, invalidatedOn, requestedBy, approvedBy, evidence, claim } = command;
  const fault = faultOf(command, state);
  if (fault !== undefined) return fault;
  const reservation = claim === undefined ? [] : releaseOf(claim, 'invalidated', state);
  if ('rejected' in reservation) return reservation;
  const other = [...state.refunds.reservations.keys()].find((reserved) => reserved !== claim);
  if (other !== undefined)
    return refuse('REFUND_RESERVED', `claim ${other} gives back a part of it: the whole cannot be given back besides`, 'claim');
  const { header, release } = state;
  const duty = lastAssessed(state);
  const { currency, totals, relief, payable, version } = duty ?? {
    currency: header.currency,
    totals: [],
    relief: [],
    payable: formatMoney(zero(header.currency), header.acceptedOn),
    version: 0,
  };
  const charged = release?.charged ?? duty?.charged;
  const data: DeclarationInvalidatedData = {
    declaration: declarationId(header.authority, header.declarant, header.lrn),
    authority: header.authority,
    mrn: header.mrn,
    accountHolder: header.accountHolder,
    currency,
    version,
    totals,
    relief,
    payable,
    ...(charged === undefined ? {} : { charged }),
    ...(duty?.provisional === true ? { provisional: true } : {}),
    ground,
    appliedOn,
    invalidatedOn,
    requestedBy,
    approvedBy,
    evidence,
  };
  return accept<DeclarationEvent>(...reservation, { type: 'DeclarationInvalidated', data });
};

const faultOf = (command: InvalidateDeclaration, { header, release }: LodgedDeclaration): Refused | undefined => {
  const { ground, appliedOn, invalidatedOn, requestedBy, approvedBy, evidence, windows = shippedWindows } = command;
  const { acceptedOn, authority, mrn } = header;
  if (requestedBy === approvedBy) return refuse('SAME_PERSON', 'whoever asks for an invalidation does not approve it', 'approvedBy');
  const window = windowOf(windows, authority, 'invalidation', ground, acceptedOn);
  if (window === undefined)
    return refuse(
      'GROUND_UNKNOWN',
      `${ground} is no ground of ${authority} for the invalidation of a declaration of ${acceptedOn}`,
      'ground',
    );
  if (!isDay(appliedOn) || appliedOn < acceptedOn)
    return refuse('DAY_INVALID', 'expected a day that exists, from acceptance on', 'appliedOn');
  if (!isDay(invalidatedOn) || invalidatedOn < appliedOn)
    return refuse('DAY_INVALID', 'expected a day that exists, from the application on', 'invalidatedOn');
  if (window.beforeRelease === true && release !== undefined)
    return refuse('DECLARATION_ALREADY_RELEASED', `${mrn} was released at ${release.releasedAt} (${window.law})`, 'ground');
  const until = lastDayOf(window, acceptedOn);
  if (until !== undefined && appliedOn > until)
    return refuse('WINDOW_CLOSED', `the application was possible until ${until} (${window.law})`, 'appliedOn');
  const shown = evidence.some(({ kind }) => window.evidence.length === 0 || window.evidence.includes(kind));
  if (!shown)
    return refuse(
      'EVIDENCE_MISSING',
      window.evidence.length === 0 ? 'a document is needed' : `one of ${window.evidence.join(', ')} is needed`,
      'evidence',
    );
  return undefined;
};
