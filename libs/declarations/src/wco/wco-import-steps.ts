import { commandIdOfMessage, legalDayOf, sha256Hex } from '#event-catalogue';
import { amendmentDispatch, declarationDispatch, type DeclarationDispatch } from '../commands/declaration-dispatch';
import { declarationOf, type DeclarationOrigin } from '../commands/declaration-message';
import { type DeclarationCommand, declarationDecider } from '../declarations.decider';
import { type LodgeDeclaration } from '../lodge-declaration';
import { canonicalOf, mergedWith, type WcoAcceptance } from './wco-canonical';
import { type WcoDeclaration, type WcoDeclared } from './wco-declaration';
import { type WcoResponse } from './wco-response';
import { type Accepted, faultOf, type From, type WcoSettings, type WcoStep } from './wco-steps';
import { WcoFault } from './wco-xml';

/** What an import declaration, its amendments and what the authority said of them come to. */
export function* importSteps(
  { declared, acceptance, files, reference }: Accepted,
  requests: readonly From<WcoDeclaration>[],
  responses: readonly From<WcoResponse>[],
  settings: WcoSettings,
): Generator<WcoStep> {
  const { actor } = settings;
  const lodge = lodgementOf(declared.message, declared.message, acceptance, declared.origin, settings);
  const dispatch = declarationDispatch(lodge, { actor });
  yield { kind: 'import', files, reference, dispatch };
  let current: WcoDeclared = declared.message;
  let version = 1;
  const amendments = requests.filter(({ message }) => message.action === 'amendment');
  for (const { file } of requests.filter(({ message }) => message.action !== 'amendment'))
    yield { kind: 'noted', files: [file], reference };
  for (const response of responses) {
    const amendment = response.message.version > version ? amendments.shift() : undefined;
    version = Math.max(version, response.message.version);
    if (amendment !== undefined) {
      try {
        current = mergedWith(current, amendment.message);
        yield {
          kind: 'import',
          files: [amendment.file],
          reference,
          dispatch: amended(
            amendment,
            lodgementOf(declared.message, current, acceptance, amendment.origin, settings),
            response.message,
            acceptance,
            actor,
          ),
        };
      } catch (error) {
        yield { kind: 'rejected', files: [amendment.file], reference, fault: faultOf(error) };
      }
    }
    yield responseStep(response, dispatch.stream, lodge.header.declarant, settings);
  }
  for (const { file } of amendments)
    yield {
      kind: 'rejected',
      files: [file],
      reference,
      fault: { code: 'WCO_AMENDMENT_NOT_ACCEPTED', field: 'Declaration.ID', message: 'no response of the authority tells a later version' },
    };
}

const lodgementOf = (
  declaration: WcoDeclaration,
  { header, items }: WcoDeclared,
  acceptance: WcoAcceptance,
  origin: DeclarationOrigin,
  { rules }: WcoSettings,
): LodgeDeclaration => {
  const { lrn, provisional } = declaration;
  const read = declarationOf(canonicalOf({ lrn, provisional, header, items }, acceptance), { rules }, origin);
  if (read.kind === 'refused') throw new WcoFault(read.fault.code, read.fault.field, read.fault.message);
  return read.command;
};

const amended = (
  { message }: From<WcoDeclaration>,
  lodge: LodgeDeclaration,
  response: WcoResponse,
  acceptance: WcoAcceptance,
  actor: string,
): DeclarationDispatch => {
  const { header, items, zone } = lodge;
  const command = {
    type: 'AmendDeclaration',
    header,
    items,
    zone,
    amendedAt: response.issuedAt ?? acceptance.acceptedAt,
    reason: message.reason ?? 'amended',
    requestedBy: header.declarant,
  } as const;
  return amendmentDispatch(command, { actor });
};

/** What a response does to the ledger: the tax lines are recorded, missing money holds the goods, an invalidation takes all back. */
export const responseStep = (
  { file, origin, message }: From<WcoResponse>,
  stream: string,
  declarant: string,
  { authority, zone, actor }: WcoSettings,
): WcoStep => {
  const reference = message.lrn ?? message.mrn;
  const at = message.cancelledAt ?? message.issuedAt;
  const command = at === undefined ? undefined : commandOf(message, origin, { authority, declarant, at, on: legalDayOf(at, zone) });
  if (command === undefined || at === undefined) return { kind: 'noted', files: [file], reference };
  const commandId = commandIdOfMessage({
    book: authority,
    issuer: authority,
    kind: message.type,
    reference: message.message,
    version: sha256Hex(JSON.stringify(command.told)),
  });
  return {
    kind: 'import',
    files: [file],
    reference,
    dispatch: {
      decider: declarationDecider,
      stream,
      command: command.command,
      context: { commandId, actor, book: authority, effectiveAt: at },
    },
  };
};

type Told = Readonly<{ authority: string; declarant: string; at: string; on: string }>;
const commandOf = (
  message: WcoResponse,
  source: DeclarationOrigin,
  { authority, declarant, at, on }: Told,
): Readonly<{ told: unknown; command: DeclarationCommand }> | undefined => {
  const { mrn, version, tax, missing, issuedAt } = message;
  if (tax !== undefined) {
    const told = { mrn, version, message: message.message, ...(issuedAt === undefined ? {} : { issuedAt }), ...tax };
    return { told, command: { type: 'RecordAuthorityTax', ...told, source } };
  }
  if (message.type === 'balance_insufficient') {
    const told = {
      reason: 'INSUFFICIENT_BALANCE',
      ...(missing === undefined ? {} : { missing: missing.amount, currency: missing.currency }),
    };
    return { told, command: { type: 'HoldRelease', at: { heldAt: at, heldOn: on }, ...told } };
  }
  if (message.type !== 'invalidated') return undefined;
  const told = {
    ground: 'authority_decision',
    appliedOn: on,
    invalidatedOn: on,
    requestedBy: declarant,
    approvedBy: authority,
    evidence: [{ kind: 'CustomsNotification', document: source.sha256, receivedOn: on }],
  };
  return { told, command: { type: 'InvalidateDeclaration', ...told } };
};
