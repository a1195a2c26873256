import { accept, type Decision } from '#event-store';
import { parseMoney, signOf } from '#money';
import { type DeclarationEvent, type ReleaseGrantedData, type ReleaseHeldData } from './declarations.events';
import { type DutyAssessedData } from './assessment.events';
import { refuse } from './declarations.rejections';
import { type LodgedDeclaration } from './declarations.state';

/**
 * Release for free circulation, at acceptance unless `at` says otherwise. `charged` is the charge that secures what is payable: without
 * one, goods are released only where nothing is payable (UCC Art. 195), or where the amount is provisional and `security` covers it, since
 * the debt is entered once it is determined (UCC Art. 105(2), 166). Whether a held declaration may go is the business of whoever held it.
 */
export type GrantRelease = Readonly<{ type: 'GrantRelease'; at?: Readonly<{ releasedAt: string; releasedOn: string }> }> &
  Pick<ReleaseGrantedData, 'charged' | 'security'>;

/** The goods stay, as of acceptance unless `at` says otherwise; they may be released later. `missing` is in `currency`. */
export type HoldRelease = Readonly<{ type: 'HoldRelease'; at?: Readonly<{ heldAt: string; heldOn: string }> }> &
  Omit<ReleaseHeldData, 'heldAt' | 'heldOn'>;

export const grantRelease = (
  { charged, security, at }: GrantRelease,
  { header, assessment, release }: LodgedDeclaration,
): Decision<DeclarationEvent> => {
  if (release !== undefined) return refuse('DECLARATION_ALREADY_RELEASED', `${header.mrn} was released at ${release.releasedAt}`);
  if (assessment?.kind !== 'assessed') return refuse('DECLARATION_NOT_ASSESSED', `${header.mrn} has no assessment`);
  const { duty } = assessment;
  const covered =
    charged !== undefined ||
    signOf(duty.payable) <= 0 ||
    (duty.provisional === true && security !== undefined && coversProvisional(security, duty));
  if (!covered)
    return refuse(
      'RELEASE_NEEDS_CHARGE',
      `${duty.payable} ${duty.currency} is payable and ${duty.provisional === true ? 'not secured' : 'not charged'}`,
    );
  const when = at ?? { releasedAt: header.acceptedAt, releasedOn: header.acceptedOn };
  return accept({
    type: 'ReleaseGranted',
    data: { ...when, ...(charged === undefined ? {} : { charged }), ...(security === undefined ? {} : { security }) },
  });
};

const coversProvisional = (security: NonNullable<GrantRelease['security']>, { payable, currency }: DutyAssessedData): boolean =>
  security.currency === currency && parseMoney(security.amount, currency).minor >= parseMoney(payable, currency).minor;

export const holdRelease = (
  { type: _, at, ...why }: HoldRelease,
  { header, release, held }: LodgedDeclaration,
): Decision<DeclarationEvent> => {
  if (release !== undefined) return refuse('DECLARATION_ALREADY_RELEASED', `${header.mrn} was released at ${release.releasedAt}`);
  if ((['reason', 'account', 'charge', 'missing', 'currency'] as const).every((field) => held?.[field] === why[field]))
    return refuse('DECLARATION_ALREADY_HELD', `${header.mrn} is held for ${why.reason}`);
  return accept({ type: 'ReleaseHeld', data: { ...(at ?? { heldAt: header.acceptedAt, heldOn: header.acceptedOn }), ...why } });
};
