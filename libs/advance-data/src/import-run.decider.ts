import { accept, type Decider, type Decision } from '#event-store';
import { differingField } from './differing-field';
import type { DemoStartedData, ImportCompletedData, ImportRunEvent, ImportStartedData } from './import-run.events';
import { importRunRejections } from './import-run.rejections';
import { evolveImportRun, type ImportRunState, initialImportRun } from './import-run.state';

/** What may be asked of a run's stream: the beginning and the end of an import, or the one demo of a directory. */
export type ImportRunCommand =
  | { readonly type: 'StartImport'; readonly started: ImportStartedData }
  | { readonly type: 'CompleteImport'; readonly completed: ImportCompletedData }
  | { readonly type: 'StartDemo'; readonly settings: DemoStartedData };

/** A run that was begun is resumed by beginning it again. */
const start = (started: ImportStartedData, state: ImportRunState): Decision<ImportRunEvent> => {
  if (state.kind === 'none') return accept({ type: 'ImportStarted', data: started });
  if (state.kind === 'demo') return importRunRejections.settingsDiffer('kind');
  const differing = differingField(state.started, started, ['startedAt']);
  return differing === undefined ? accept() : importRunRejections.settingsDiffer(differing);
};

const complete = (completed: ImportCompletedData, state: ImportRunState): Decision<ImportRunEvent> => {
  if (state.kind === 'none' || state.kind === 'demo') return importRunRejections.notStarted();
  if (completed.read !== completed.accepted + completed.rejected) return importRunRejections.countsDiffer();
  if (state.kind === 'started') return accept({ type: 'ImportCompleted', data: completed });
  const differing = differingField(state.completed, completed);
  return differing === undefined ? accept() : importRunRejections.resultDiffers(differing);
};

const startDemo = (settings: DemoStartedData, state: ImportRunState): Decision<ImportRunEvent> => {
  if (state.kind === 'none') return accept({ type: 'DemoStarted', data: settings });
  // The legal day follows from the others: it is named only where none of them differs.
  const differing =
    state.kind === 'demo' ? (differingField(state.settings, settings, ['legalNow']) ?? differingField(state.settings, settings)) : 'kind';
  return differing === undefined ? accept() : importRunRejections.demoSettingsDiffer(differing);
};

/** What was imported, from which files, with which result; and the settings of the one demo a directory holds. */
export const importRunDecider: Decider<ImportRunCommand, ImportRunState, ImportRunEvent> = {
  category: 'importRun',
  initial: initialImportRun,
  evolve: evolveImportRun,
  decide: (command, state) => {
    switch (command.type) {
      case 'StartImport':
        return start(command.started, state);
      case 'CompleteImport':
        return complete(command.completed, state);
      case 'StartDemo':
        return startDemo(command.settings, state);
    }
  },
};
