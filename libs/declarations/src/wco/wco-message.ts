import { type InputFault } from '#event-catalogue';
import { type WcoDeclaration, wcoDeclarationOf } from './wco-declaration';
import { type WcoResponse, wcoResponseOf } from './wco-response';
import { excerpt, parseWcoXml, WcoFault } from './wco-xml';

/** A message of the WCO Data Model 3: a declarant's (DEC) or the authority's (RES). */
export type WcoMessage = WcoDeclaration | WcoResponse;
/** What came of reading one file; `line` is where the fault is. */
export type WcoReading =
  Readonly<{ kind: 'message'; message: WcoMessage }> | Readonly<{ kind: 'refused'; fault: InputFault; line: number }>;

/**
 * Reads one message. Envelopes differ in their namespaces and in the elements before the message, so the message itself tells its kind.
 * `zone` is the IANA zone of the authority. What it refuses is a value with the element's path: the other files go on.
 */
export const readWcoMessage = (bytes: Uint8Array, zone: string): WcoReading => {
  try {
    const root = parseWcoXml(bytes);
    const [declaration, response] = root.name === 'MetaData' ? [root.at('Declaration'), root.at('Response')] : [undefined, undefined];
    if (response !== undefined) return { kind: 'message', message: wcoResponseOf(response, zone) };
    if (declaration !== undefined) return { kind: 'message', message: wcoDeclarationOf(declaration, zone) };
    throw new WcoFault('WCO_MESSAGE_UNKNOWN', excerpt(root.name), 'expected MetaData with a Declaration or a Response', root.line);
  } catch (error) {
    if (!(error instanceof WcoFault)) throw error;
    const { code, field, message, line } = error;
    return { kind: 'refused', fault: { code, field, message }, line };
  }
};
