import { type InputFault } from '#event-catalogue';
import { declarationStream } from '../declarations.streams';
import { type WcoAcceptance } from './wco-canonical';
import { type WcoDeclaration } from './wco-declaration';
import { exportSteps } from './wco-export-steps';
import { importSteps, responseStep } from './wco-import-steps';
import { type WcoResponse } from './wco-response';
import { faultOf, type From, type WcoFile, type WcoSettings, type WcoStep } from './wco-steps';

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
  const accepted = { declared, acceptance, files, reference };
  if (declared.message.action === 'export') yield* exportSteps(accepted, [...requests, ...later], settings);
  else yield* importSteps(accepted, requests, later, settings);
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
