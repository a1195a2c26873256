import { type AssessedLine, type AssessmentRefusedData, type DeclarationEvent, type DeclarationLodgedData, type DeclaredItem, type DutyAssessedData, type ReleaseGrantedData } from './declarations.events';

/** The last answer of an assessment: amounts, or why there are none. */
export type AssessmentState =
  | Readonly<{ kind: 'assessed'; duty: DutyAssessedData; lines: readonly AssessedLine[] }>
  | Readonly<{ kind: 'refused'; refusal: AssessmentRefusedData }>;

/** A declaration in its current version. */
export type LodgedDeclaration = Readonly<{
  kind: 'lodged';
  header: DeclarationLodgedData;
  items: readonly DeclaredItem[];
  /** Of the current version; absent until it was assessed. */
  assessment?: AssessmentState;
  release?: ReleaseGrantedData;
}>;
/** A declaration's stream, folded. */
export type DeclarationState = Readonly<{ kind: 'none' }> | LodgedDeclaration;

export const noDeclaration: DeclarationState = { kind: 'none' };

export const evolveDeclaration = (state: DeclarationState, event: DeclarationEvent): DeclarationState => {
  if (event.type === 'DeclarationLodged') return { kind: 'lodged', header: event.data, items: [] };
  if (state.kind === 'none') return state;
  switch (event.type) {
    case 'DeclarationItemsRecorded':
      return { ...state, items: [...state.items, ...event.data.items] };
    case 'DutyAssessed':
      return { ...state, assessment: { kind: 'assessed', duty: event.data, lines: [] } };
    case 'AssessmentLinesRecorded':
      return state.assessment?.kind === 'assessed' ? { ...state, assessment: { ...state.assessment, lines: [...state.assessment.lines, ...event.data.lines] } } : state;
    case 'AssessmentRefused':
      return { ...state, assessment: { kind: 'refused', refusal: event.data } };
    case 'ReleaseGranted':
      return { ...state, release: event.data };
    default:
      return state;
  }
};
