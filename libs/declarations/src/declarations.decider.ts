import { type Decider, type Decision } from '#event-store';
import { amend, type AmendDeclaration, reassess, type Reassess } from './amend-declaration';
import { type DeclarationEvent } from './declarations.events';
import { refuse } from './declarations.rejections';
import { type DeclarationState, evolveDeclaration, type LodgedDeclaration, noDeclaration } from './declarations.state';
import { invalidate, type InvalidateDeclaration } from './invalidate-declaration';
import { lodge, type LodgeDeclaration } from './lodge-declaration';
import { type Assess, assessLodged } from './record-assessment';
import { recordAuthorityTax, type RecordAuthorityTax } from './record-authority-tax';
import { grantRelease, type GrantRelease, holdRelease, type HoldRelease } from './release-declaration';
import {
  type ReleaseReservation,
  releaseReservation,
  type ReserveRefund,
  reserveRefund,
  returnQuantity,
  type ReturnQuantity,
} from './reserve-refund';

/** What may be asked of a declaration's stream. */
export type DeclarationCommand =
  | LodgeDeclaration
  | AmendDeclaration
  | Assess
  | Reassess
  | RecordAuthorityTax
  | HoldRelease
  | GrantRelease
  | InvalidateDeclaration
  | ReserveRefund
  | ReleaseReservation
  | ReturnQuantity;

const decide = (command: DeclarationCommand, state: DeclarationState): Decision<DeclarationEvent> => {
  if (command.type === 'LodgeDeclaration') return lodge(command, state);
  if (state.kind === 'none') return refuse('DECLARATION_UNKNOWN', 'no declaration is lodged under this reference');
  if (state.invalidated !== undefined && command.type !== 'ReleaseReservation')
    return refuse('DECLARATION_INVALIDATED', `${state.header.mrn} was invalidated on ${state.invalidated.invalidatedOn}`);
  return decideLodged(command, state);
};

const decideLodged = (command: Exclude<DeclarationCommand, LodgeDeclaration>, state: LodgedDeclaration): Decision<DeclarationEvent> => {
  switch (command.type) {
    case 'AmendDeclaration':
      return amend(command, state);
    case 'Assess':
      return assessLodged(command, state);
    case 'Reassess':
      return reassess(command, state);
    case 'RecordAuthorityTax':
      return recordAuthorityTax(command, state);
    case 'HoldRelease':
      return holdRelease(command, state);
    case 'GrantRelease':
      return grantRelease(command, state);
    case 'InvalidateDeclaration':
      return invalidate(command, state);
    case 'ReserveRefund':
      return reserveRefund(command, state);
    case 'ReleaseReservation':
      return releaseReservation(command, state);
    case 'ReturnQuantity':
      return returnQuantity(command, state);
  }
};

/**
 * Declarations: lodged once, amended while the law lets them, each version assessed once; released when what is payable is charged;
 * invalidated once, then closed.
 */
export const declarationDecider: Decider<DeclarationCommand, DeclarationState, DeclarationEvent> = {
  category: 'declaration',
  initial: noDeclaration,
  evolve: evolveDeclaration,
  decide,
};
