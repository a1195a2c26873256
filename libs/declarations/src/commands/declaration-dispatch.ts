import { canonicalJson, commandIdOfMessage, sha256Hex } from '#event-catalogue';
import { type Dispatch } from '#event-store';
import { type DeclarationCommand, declarationDecider } from '../declarations.decider';
import { type DeclarationEvent } from '../declarations.events';
import { type DeclarationState } from '../declarations.state';
import { declarationStream } from '../declarations.streams';
import { omit } from '../omit';
import { type LodgeDeclaration } from '../lodge-declaration';

export type DeclarationDispatch = Dispatch<DeclarationCommand, DeclarationState, DeclarationEvent>;

/**
 * The way of a declaration to its stream. The same content always becomes the same command, wherever it was read: its answer is then the first
 * one. Other content under the same reference reaches the decider and is refused there.
 */
export const declarationDispatch = (command: LodgeDeclaration, by: Readonly<{ actor: string; onBehalfOf?: string }>): DeclarationDispatch => {
  const { authority, declarant, lrn, acceptedAt } = command.header;
  const version = sha256Hex(canonicalJson([omit(command.header, 'source'), command.items]));
  return {
    decider: declarationDecider,
    stream: declarationStream(authority, declarant, lrn),
    command,
    context: { commandId: commandIdOfMessage({ book: authority, issuer: declarant, kind: 'declaration', reference: lrn, version }), ...by, book: authority, effectiveAt: acceptedAt },
  };
};
