import { accept, type Decider, type Decision } from '#event-store';
import { signOf } from '#money';
import { type DeclarationEvent } from './declarations.events';
import { refuse } from './declarations.rejections';
import { type DeclarationState, evolveDeclaration, type LodgedDeclaration, noDeclaration } from './declarations.state';
import { lodge, type LodgeDeclaration } from './lodge-declaration';
import { type Assess, assessLodged } from './record-assessment';

/**
 * Release for free circulation, at acceptance unless `at` says otherwise. `charge` is the charge that secures what is payable: without one,
 * goods are released only where nothing is payable (UCC Art. 195).
 */
export type GrantRelease = Readonly<{ type: 'GrantRelease'; charge?: string; at?: Readonly<{ releasedAt: string; releasedOn: string }> }>;
/** What may be asked of a declaration's stream. */
export type DeclarationCommand = LodgeDeclaration | Assess | GrantRelease;

const decide = (command: DeclarationCommand, state: DeclarationState): Decision<DeclarationEvent> => {
  if (command.type === 'LodgeDeclaration') return lodge(command, state);
  if (state.kind === 'none') return refuse('DECLARATION_UNKNOWN', 'no declaration is lodged under this reference');
  return command.type === 'Assess' ? assessLodged(command, state) : release(command, state);
};

const release = ({ charge, at }: GrantRelease, { header, assessment, release: granted }: LodgedDeclaration): Decision<DeclarationEvent> => {
  if (granted !== undefined) return refuse('DECLARATION_ALREADY_RELEASED', `${header.mrn} was released at ${granted.releasedAt}`);
  if (assessment?.kind !== 'assessed') return refuse('DECLARATION_NOT_ASSESSED', `${header.mrn} has no assessment`);
  if (charge === undefined && signOf(assessment.duty.payable) > 0) return refuse('RELEASE_NEEDS_CHARGE', `${assessment.duty.payable} ${assessment.duty.currency} is payable and not charged`);
  return accept({ type: 'ReleaseGranted', data: at ?? { releasedAt: header.acceptedAt, releasedOn: header.acceptedOn } });
};

/** Declarations: lodged once, assessed once, released when what is payable is charged. */
export const declarationDecider: Decider<DeclarationCommand, DeclarationState, DeclarationEvent> = {
  category: 'declaration',
  initial: noDeclaration,
  evolve: evolveDeclaration,
  decide,
};
