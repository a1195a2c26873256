import { reject } from '#event-store';

/** Every business "no" of a run's stream. */
export type ImportRunRejectionCode =
  'IMPORT_NOT_STARTED' | 'IMPORT_SETTINGS_DIFFER' | 'IMPORT_RESULT_DIFFERS' | 'IMPORT_COUNTS_DIFFER' | 'DEMO_SETTINGS_DIFFER';
type Refused = ReturnType<typeof reject>;

const no = (code: ImportRunRejectionCode, message: string, field: string): Refused => reject(code, message, { field });

export const importRunRejections = {
  notStarted: (): Refused => no('IMPORT_NOT_STARTED', 'the import has not begun', 'run'),
  settingsDiffer: (field: string): Refused => no('IMPORT_SETTINGS_DIFFER', 'this run was begun with other settings', field),
  resultDiffers: (field: string): Refused => no('IMPORT_RESULT_DIFFERS', 'the same input gave another result before', field),
  countsDiffer: (): Refused => no('IMPORT_COUNTS_DIFFER', 'lines read are lines accepted and lines rejected', 'read'),
  demoSettingsDiffer: (field: string): Refused => no('DEMO_SETTINGS_DIFFER', 'this directory holds a demo with other settings', field),
} as const;
