import type { DemoStartedData, ImportCompletedData, ImportRunEvent, ImportStartedData } from './import-run.events';

/** A run's stream, folded. */
export type ImportRunState =
  | { readonly kind: 'none' }
  | { readonly kind: 'started'; readonly started: ImportStartedData }
  | { readonly kind: 'completed'; readonly started: ImportStartedData; readonly completed: ImportCompletedData }
  | { readonly kind: 'demo'; readonly settings: DemoStartedData };

export const initialImportRun: ImportRunState = { kind: 'none' };

export const evolveImportRun = (state: ImportRunState, event: ImportRunEvent): ImportRunState => {
  switch (event.type) {
    case 'ImportStarted':
      return { kind: 'started', started: event.data };
    case 'DemoStarted':
      return { kind: 'demo', settings: event.data };
    case 'ImportCompleted':
      return state.kind === 'started' ? { kind: 'completed', started: state.started, completed: event.data } : state;
  }
};
