import { type AssessedLine, type AssessmentRefusedData, type DutyAssessedData } from './assessment.events';
import {
  type DeclarationAmendedData,
  type DeclarationEvent,
  type DeclarationInvalidatedData,
  type DeclarationLodgedData,
  type DeclaredItem,
  type ReleaseGrantedData,
  type ReleaseHeldData,
} from './declarations.events';
import { omit } from './omit';
import { noRefunds, type RefundLedger, released, reserved, returned } from './refund-ledger';

/** The last answer of an assessment: amounts, or why there are none. */
export type AssessmentState =
  | Readonly<{ kind: 'assessed'; duty: DutyAssessedData; lines: readonly AssessedLine[] }>
  | Readonly<{ kind: 'refused'; refusal: AssessmentRefusedData }>;

/** A declaration in its current version. */
export type LodgedDeclaration = Readonly<{
  kind: 'lodged';
  /** As the current version states it; `acceptedAt` stays that of the first one. */
  header: DeclarationLodgedData;
  items: readonly DeclaredItem[];
  /** When the current version was accepted and why, where it is not the first. */
  amended?: Readonly<{ at: string; reason: string }>;
  /** Of the current version; absent until it was assessed. */
  assessment?: AssessmentState;
  /** The assessment before the current one, whatever its version: a new one tells what it changes against it. */
  before?: DutyAssessedData;
  held?: ReleaseHeldData;
  release?: ReleaseGrantedData;
  invalidated?: DeclarationInvalidatedData;
  refunds: RefundLedger;
  /** Tax messages of the authority that are recorded, by their number: how many lines each had. */
  taxMessages: ReadonlyMap<string, number>;
}>;
/** A declaration's stream, folded. */
export type DeclarationState = Readonly<{ kind: 'none' }> | LodgedDeclaration;

export const noDeclaration: DeclarationState = { kind: 'none' };
const noMessages: ReadonlyMap<string, number> = new Map();

/** The amounts that were determined last, of whatever version. */
export const lastAssessed = ({ assessment, before }: LodgedDeclaration): DutyAssessedData | undefined =>
  assessment?.kind === 'assessed' ? assessment.duty : before;

export const evolveDeclaration = (state: DeclarationState, event: DeclarationEvent): DeclarationState => {
  if (event.type === 'DeclarationLodged')
    return { kind: 'lodged', header: event.data, items: [], refunds: noRefunds, taxMessages: noMessages };
  if (state.kind === 'none') return state;
  switch (event.type) {
    case 'DeclarationAmended':
      return amended(state, event.data);
    case 'DeclarationItemsRecorded':
      return { ...state, items: [...state.items, ...event.data.items] };
    case 'DutyAssessed':
      return assessed(state, event.data);
    case 'AssessmentLinesRecorded':
      return state.assessment?.kind === 'assessed'
        ? { ...state, assessment: { ...state.assessment, lines: [...state.assessment.lines, ...event.data.lines] } }
        : state;
    case 'AssessmentRefused':
      return { ...state, assessment: { kind: 'refused', refusal: event.data } };
    case 'AuthorityTaxRecorded':
      return {
        ...state,
        taxMessages: new Map(state.taxMessages).set(
          event.data.message,
          (state.taxMessages.get(event.data.message) ?? 0) + event.data.lines.length,
        ),
      };
    case 'ReleaseHeld':
      return { ...state, held: event.data };
    case 'ReleaseGranted':
      return { release: event.data, ...omit(state, 'held', 'release') };
    case 'DeclarationInvalidated':
      return { ...state, invalidated: event.data };
    case 'RefundReserved':
      return { ...state, refunds: reserved(state.refunds, event.data) };
    case 'RefundReservationReleased':
      return { ...state, refunds: released(state.refunds, event.data.claim) };
    case 'QuantityReturned':
      return { ...state, refunds: returned(state.refunds, event.data) };
    // Exports have streams of their own.
    case 'ExportDeclared':
    case 'ExitConfirmed':
      return state;
  }
};

const amended = (state: LodgedDeclaration, data: DeclarationAmendedData): LodgedDeclaration => {
  const { prefilledFrom } = state.header;
  const header: DeclarationLodgedData = {
    ...omit(data, 'amendedAt', 'amendedOn', 'reason', 'requestedBy'),
    ...(prefilledFrom === undefined ? {} : { prefilledFrom }),
  };
  const before = lastAssessed(state);
  return {
    ...omit(state, 'assessment', 'before'),
    header,
    items: [],
    amended: { at: data.amendedAt, reason: data.reason },
    ...(before === undefined ? {} : { before }),
  };
};

const assessed = (state: LodgedDeclaration, duty: DutyAssessedData): LodgedDeclaration => {
  const before = lastAssessed(state);
  return {
    assessment: { kind: 'assessed', duty, lines: [] },
    ...omit(state, 'assessment', 'before'),
    ...(before === undefined ? {} : { before }),
  };
};
