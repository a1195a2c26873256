import { type BreakWorkEvent } from './break-work.events';

type Named<Name extends BreakWorkEvent['type']> = Extract<BreakWorkEvent, { readonly type: Name }>;
export type DataOf<Name extends BreakWorkEvent['type']> = Named<Name>['data'];
/** What somebody did about a break; undoing is none of them, it only takes one back. */
export type WorkStep = Exclude<BreakWorkEvent, Named<'BreakWorkBegun'> | Named<'BreakWorkUndone'>>;

/** A step with its revision in the stream. */
export interface PlacedStep {
  readonly revision: number;
  readonly event: WorkStep;
}

/** A break's stream, folded: the steps that count, oldest first. */
export type BreakWorkState =
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'begun'; begun: DataOf<'BreakWorkBegun'>; steps: readonly PlacedStep[]; revision: number; lastDay: string }>;
export type BegunWork = Extract<BreakWorkState, { readonly kind: 'begun' }>;

export const noWork: BreakWorkState = { kind: 'none' };

export const evolveBreakWork = (state: BreakWorkState, event: BreakWorkEvent): BreakWorkState => {
  if (event.type === 'BreakWorkBegun') return { kind: 'begun', begun: event.data, steps: [], revision: 0, lastDay: event.data.on };
  if (state.kind === 'none') return state;
  const revision = state.revision + 1;
  const steps =
    event.type === 'BreakWorkUndone'
      ? state.steps.filter((step) => step.revision !== event.data.undoes)
      : [...state.steps, { revision, event }];
  return { ...state, steps, revision, lastDay: event.data.on };
};

export type WorkStatus = 'open' | 'assigned' | 'resolved' | 'written_off';

/** The last step of some kinds that counts. */
const lastOf = <Name extends WorkStep['type']>(steps: readonly PlacedStep[], ...names: readonly Name[]): Named<Name> | undefined =>
  steps.findLast(({ event }) => (names as readonly string[]).includes(event.type))?.event as Named<Name> | undefined;

export const assigneeOf = ({ steps }: BegunWork): string | undefined => lastOf(steps, 'BreakAssigned')?.data.to;
export const lastCommentOf = ({ steps }: BegunWork): DataOf<'BreakCommented'> | undefined => lastOf(steps, 'BreakCommented')?.data;

/** How the break was closed, where it is. */
export const closingOf = ({ steps }: BegunWork): Named<'BreakResolved' | 'BreakWrittenOff'> | undefined => {
  const last = lastOf(steps, 'BreakResolved', 'BreakWrittenOff', 'BreakReopened');
  return last?.type === 'BreakReopened' ? undefined : last;
};

export const statusOf = (state: BreakWorkState): WorkStatus => {
  if (state.kind === 'none') return 'open';
  const closing = closingOf(state);
  if (closing !== undefined) return closing.type === 'BreakResolved' ? 'resolved' : 'written_off';
  return assigneeOf(state) === undefined ? 'open' : 'assigned';
};
