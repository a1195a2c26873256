import { commandIdOfMessage, sha256Hex } from '#event-catalogue';
import { type Dispatch } from '#event-store';
import { type AmendDeclaration } from '../amend-declaration';
import { type DeclarationCommand, declarationDecider } from '../declarations.decider';
import { declaredHeader } from '../declaration-shapes';
import { type DeclarationEvent } from '../declarations.events';
import { type DeclarationState } from '../declarations.state';
import { declarationStream } from '../declarations.streams';
import { type DeclarationHeader, type LodgeDeclaration } from '../lodge-declaration';

/** A declaration as a command to its stream. */
export type DeclarationDispatch = Dispatch<DeclarationCommand, DeclarationState, DeclarationEvent>;

/**
 * The way of a declaration to its stream. The same content read again becomes the same command: its answer is then the first one.
 * Other content under the same reference reaches the decider and is refused there.
 */
export const declarationDispatch = (
  command: LodgeDeclaration,
  by: Readonly<{ actor: string; onBehalfOf?: string }>,
): DeclarationDispatch => {
  const { authority, declarant, lrn, acceptedAt } = command.header;
  return {
    decider: declarationDecider,
    stream: declarationStream(authority, declarant, lrn),
    command,
    context: {
      commandId: commandIdOfMessage({
        book: authority,
        issuer: declarant,
        kind: 'declaration',
        reference: lrn,
        version: contentOf(command),
      }),
      ...by,
      book: authority,
      effectiveAt: acceptedAt,
    },
  };
};

/** The way of a later version, by whoever accepted it: the same content read again is the same command. */
export const amendmentDispatch = (command: AmendDeclaration, by: Readonly<{ actor: string; onBehalfOf?: string }>): DeclarationDispatch => {
  const { authority, declarant, lrn } = command.header;
  const version = sha256Hex(JSON.stringify([contentOf(command), command.amendedAt, command.reason]));
  return {
    decider: declarationDecider,
    stream: declarationStream(authority, declarant, lrn),
    command,
    context: {
      commandId: commandIdOfMessage({ book: authority, issuer: declarant, kind: 'amendment', reference: lrn, version }),
      ...by,
      book: authority,
      effectiveAt: command.amendedAt,
    },
  };
};

/**
 * SHA-256 of header and items; where a message was read from is no part of what it says. Not the canonical bytes, which would cost more
 * than everything else here: should two readers order the keys of an item differently, the decider still sees that nothing differs.
 */
const contentOf = ({ header, items }: Pick<LodgeDeclaration, 'header' | 'items'>): string =>
  sha256Hex(
    JSON.stringify([
      headerFields.map((field) => header[field] ?? null),
      items,
      ...(header.provisional === undefined ? [] : [header.provisional]),
    ]),
  );

// The list is a part of every command id: what came later stands after the items, where it is stated.
const { provisional: _, ...first } = declaredHeader;
const headerFields = (
  Object.keys({ ...first, freight: 0, insurance: 0, discount: 0, acceptedOn: 0 }) as (keyof DeclarationHeader)[]
).sort();
