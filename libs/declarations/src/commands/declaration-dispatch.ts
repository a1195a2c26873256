import { commandIdOfMessage, sha256Hex } from '#event-catalogue';
import { type Dispatch } from '#event-store';
import { type DeclarationCommand, declarationDecider } from '../declarations.decider';
import { declaredHeader, type DeclarationEvent } from '../declarations.events';
import { type DeclarationState } from '../declarations.state';
import { declarationStream } from '../declarations.streams';
import { type DeclarationHeader, type LodgeDeclaration } from '../lodge-declaration';

/** A declaration as a command to its stream. */
export type DeclarationDispatch = Dispatch<DeclarationCommand, DeclarationState, DeclarationEvent>;

/**
 * The way of a declaration to its stream. The same content read again becomes the same command: its answer is then the first one.
 * Other content under the same reference reaches the decider and is refused there.
 */
export const declarationDispatch = (command: LodgeDeclaration, by: Readonly<{ actor: string; onBehalfOf?: string }>): DeclarationDispatch => {
  const { authority, declarant, lrn, acceptedAt } = command.header;
  return {
    decider: declarationDecider,
    stream: declarationStream(authority, declarant, lrn),
    command,
    context: { commandId: commandIdOfMessage({ book: authority, issuer: declarant, kind: 'declaration', reference: lrn, version: contentOf(command) }), ...by, book: authority, effectiveAt: acceptedAt },
  };
};

/**
 * SHA-256 of header and items; where a message was read from is no part of what it says. Not the canonical bytes, which would cost more than
 * everything else here: should two readers order the keys of an item differently, the decider still sees that nothing differs.
 */
const contentOf = ({ header, items }: LodgeDeclaration): string => sha256Hex(JSON.stringify([headerFields.map((field) => header[field] ?? null), items]));

const headerFields = (Object.keys({ ...declaredHeader, freight: 0, insurance: 0, discount: 0, acceptedOn: 0 }) as (keyof DeclarationHeader)[]).sort();
