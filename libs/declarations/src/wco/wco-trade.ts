import { commandIdOfMessage, type InputFault, inputFaultOf, legalDayOf, sha256Hex } from '#event-catalogue';
import { type Dispatch } from '#event-store';
import { type RuleBook } from '#rules';
import { amendmentDispatch, declarationDispatch, type DeclarationDispatch } from '../commands/declaration-dispatch';
import { declarationOf, type DeclarationOrigin } from '../commands/declaration-message';
import { type DeclarationCommand, declarationDecider } from '../declarations.decider';
import { exportDeclared, type ExportEvent } from '../export.events';
import { declarationStream, exportStream } from '../declarations.streams';
import { type ExportCommand, exportDecider, type ExportState } from '../export.decider';
import { type LodgeDeclaration } from '../lodge-declaration';
import { canonicalOf, exportOf, mergedWith, type WcoAcceptance } from './wco-canonical';
import { type WcoDeclaration, type WcoDeclared } from './wco-declaration';
import { type WcoMessage } from './wco-message';
import { type WcoResponse } from './wco-response';
import { WcoFault } from './wco-xml';

/** Whose messages these are. `declarant`: whose declarations responses are about where no declaration comes with them. */
export type WcoSettings = Readonly<{
  rules: RuleBook;
  authority: string;
  /** IANA zone of the authority. */ zone: string;
  actor: string;
  declarant?: string;
}>;
/** A message and where it was read; `file` is its place among the files. */
export type WcoFile = Readonly<{ file: number; origin: DeclarationOrigin; message: WcoMessage }>;

export type ExportDispatch = Dispatch<ExportCommand, ExportState, ExportEvent>;
/** What follows from messages, in order: a command from one or more files, a message that changes nothing here, or a fault. */
export type WcoStep =
  | Readonly<{ kind: 'import'; files: readonly number[]; reference: string; dispatch: DeclarationDispatch }>
  | Readonly<{ kind: 'export'; files: readonly number[]; reference: string; dispatch: ExportDispatch }>
  | Readonly<{ kind: 'noted'; files: readonly number[]; reference: string }>
  | Readonly<{ kind: 'rejected'; files: readonly number[]; reference: string; fault: InputFault }>;

type From<M extends WcoMessage> = Readonly<{ file: number; origin: DeclarationOrigin; message: M }>;
/** Messages about one declaration: its own, and what was said of it. */
class Case {
  declaration: From<WcoDeclaration> | undefined;
  readonly requests: From<WcoDeclaration>[] = [];
  readonly responses: From<WcoResponse>[] = [];
}

/**
 * Messages of declarants and of the authority, put together declaration by declaration: a declarant's message has no number of the
 * authority and no moment of acceptance, so it is lodged with the response that gives them; an amendment counts when a response tells its
 * version. The order of the files does not matter.
 */
export function* wcoSteps(files: readonly WcoFile[], settings: WcoSettings): Generator<WcoStep> {
  for (const [reference, about] of casesOf(files)) {
    try {
      if (about.declaration === undefined) yield* unknownDeclaration(about, reference, settings);
      else yield* stepsOf(about.declaration, about, reference, settings);
    } catch (error) {
      // What was told of a declaration that cannot be read is about nothing.
      const { declaration, requests, responses } = about;
      yield {
        kind: 'rejected',
        files: [declaration, ...requests, ...responses].flatMap((from) => (from === undefined ? [] : [from.file])),
        reference,
        fault: faultOf(error),
      };
    }
  }
}

const faultOf = (error: unknown): InputFault => {
  if (error instanceof WcoFault) return { code: error.code, field: error.field, message: error.message };
  const fault = inputFaultOf(error, 'Declaration');
  if (fault === undefined) throw error;
  return fault;
};

/** By local reference; messages that quote only the authority's number go where a response joins the two. */
const casesOf = (files: readonly WcoFile[]): ReadonlyMap<string, Case> => {
  const lrnOf = new Map<string, string>();
  const lodged = new Set<string>();
  for (const { message } of files) {
    if (message.kind === 'response') {
      if (message.lrn !== undefined) lrnOf.set(message.mrn, message.lrn);
    } else if (isLodgement(message)) {
      lodged.add(message.lrn);
      if (message.mrn !== undefined) lrnOf.set(message.mrn, message.lrn);
    }
  }
  const cases = new Map<string, Case>();
  for (const { file, origin, message } of files) {
    const own = message.kind === 'declaration' && lodged.has(message.lrn) ? message.lrn : undefined;
    const reference =
      (message.kind === 'declaration' && isLodgement(message) ? own : undefined) ??
      (message.mrn === undefined ? undefined : lrnOf.get(message.mrn)) ??
      own ??
      message.mrn ??
      message.lrn ??
      '';
    const about = cases.get(reference) ?? new Case();
    cases.set(reference, about);
    if (message.kind === 'response') about.responses.push({ file, origin, message });
    else if (isLodgement(message) && about.declaration === undefined) about.declaration = { file, origin, message };
    else about.requests.push({ file, origin, message });
  }
  return cases;
};
const isLodgement = ({ action }: WcoDeclaration): boolean => action === 'import' || action === 'export';

function* unknownDeclaration({ requests, responses }: Case, reference: string, settings: WcoSettings): Generator<WcoStep> {
  for (const { file } of requests) yield unknown([file], reference, 'Declaration.ID');
  for (const response of inOrder(responses)) {
    const { lrn } = response.message;
    if (settings.declarant === undefined || lrn === undefined)
      yield unknown([response.file], reference, 'Response.Declaration.FunctionalReferenceID');
    else yield responseStep(response, declarationStream(settings.authority, settings.declarant, lrn), settings.declarant, settings);
  }
}
const unknown = (files: readonly number[], reference: string, field: string): WcoStep => ({
  kind: 'rejected',
  files,
  reference,
  fault: { code: 'DECLARATION_UNKNOWN', field, message: 'expected the declaration among these files, or whose it is' },
});

/** By version, then by moment: as the authority went on. */
const inOrder = (responses: readonly From<WcoResponse>[]): readonly From<WcoResponse>[] =>
  [...responses].sort((a, b) => a.message.version - b.message.version || (keyOf(a.message) < keyOf(b.message) ? -1 : 1));
const keyOf = ({ issuedAt = '', message }: WcoResponse): string => `${issuedAt} ${message}`;

function* stepsOf(
  declared: From<WcoDeclaration>,
  { requests, responses }: Case,
  reference: string,
  settings: WcoSettings,
): Generator<WcoStep> {
  const ordered = inOrder(responses);
  const acceptance = acceptanceOf(declared.message, ordered, settings.authority);
  if (acceptance === undefined) {
    yield { kind: 'rejected', files: [declared.file], reference, fault: notAccepted(ordered) };
    for (const { file } of [...requests, ...responses]) yield { kind: 'noted', files: [file], reference };
    return;
  }
  const files = [declared.file, ...(acceptance.by === undefined ? [] : [acceptance.by])];
  const later = ordered.filter(({ file }) => file !== acceptance.by);
  if (declared.message.action === 'export') yield* exportSteps(declared, acceptance, files, [...requests, ...later], reference, settings);
  else yield* importSteps(declared, acceptance, files, requests, later, reference, settings);
}

/** The number and the moment: of the declaration itself, of the acceptance, or of the first response to what must have been accepted. */
const acceptanceOf = (
  { mrn, acceptedAt }: WcoDeclaration,
  ordered: readonly From<WcoResponse>[],
  authority: string,
): (WcoAcceptance & Readonly<{ by?: number }>) | undefined => {
  if (mrn !== undefined && acceptedAt !== undefined) return { authority, mrn, acceptedAt };
  const by = ordered.find(({ message }) => message.type === 'accepted') ?? ordered.find(({ message }) => message.type !== 'rejected');
  const at = by?.message.acceptedAt ?? by?.message.issuedAt;
  return by === undefined || at === undefined
    ? undefined
    : { authority, mrn: by.message.mrn, acceptedAt: at, ...(by.message.type === 'accepted' ? { by: by.file } : {}) };
};

const notAccepted = (ordered: readonly From<WcoResponse>[]): InputFault => {
  const rejection = ordered.find(({ message }) => message.type === 'rejected');
  return rejection === undefined
    ? {
        code: 'WCO_DECLARATION_NOT_ACCEPTED',
        field: 'Declaration.ID',
        message: 'no response of the authority gives its number and moment of acceptance',
      }
    : {
        code: 'WCO_DECLARATION_REJECTED',
        field: 'Response.Error.ValidationCode',
        message: `the authority rejected it: ${rejection.message.errors.join(', ').slice(0, 200)}`,
      };
};

function* importSteps(
  declared: From<WcoDeclaration>,
  acceptance: WcoAcceptance,
  files: readonly number[],
  requests: readonly From<WcoDeclaration>[],
  responses: readonly From<WcoResponse>[],
  reference: string,
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
const responseStep = (
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

function* exportSteps(
  declared: From<WcoDeclaration>,
  acceptance: WcoAcceptance,
  files: readonly number[],
  rest: readonly From<WcoMessage>[],
  reference: string,
  { authority, zone, actor }: WcoSettings,
): Generator<WcoStep> {
  const stream = exportStream(authority, acceptance.mrn);
  const data = exportDeclared.data.parse(
    { ...exportOf(declared.message, acceptance, legalDayOf(acceptance.acceptedAt, zone)), source: declared.origin },
    'Declaration',
  );
  const { source: _, ...told } = data;
  const commandId = (kind: string, content: unknown): string =>
    commandIdOfMessage({
      book: authority,
      issuer: authority,
      kind,
      reference: acceptance.mrn,
      version: sha256Hex(JSON.stringify(content)),
    });
  yield {
    kind: 'export',
    files,
    reference,
    dispatch: {
      decider: exportDecider,
      stream,
      command: { type: 'DeclareExport', ...data },
      context: { commandId: commandId('export', told), actor, book: authority, effectiveAt: acceptance.acceptedAt },
    },
  };
  for (const { file, message } of rest) {
    if (message.kind !== 'response' || message.type !== 'goods_exited' || message.issuedAt === undefined) {
      yield { kind: 'noted', files: [file], reference };
      continue;
    }
    const exit = { exitedOn: legalDayOf(message.issuedAt, zone), confirmation: message.message };
    yield {
      kind: 'export',
      files: [file],
      reference,
      dispatch: {
        decider: exportDecider,
        stream,
        command: { type: 'ConfirmExit', ...exit },
        context: { commandId: commandId('exit', exit), actor, book: authority, effectiveAt: message.issuedAt },
      },
    };
  }
}
