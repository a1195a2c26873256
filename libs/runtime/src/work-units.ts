import { ledgerProjections } from './ledger-projections';
import type { WorkUnit } from './shared-work';

/** All reactions to the log together: what one process sends may be what the next one waits for. */
export const processesUnit: WorkUnit = { name: 'processes', projections: [] };

/** The case index: who has it follows the rows of reconciliation, whoever writes those. */
export const caseIndexUnit: WorkUnit = { name: 'case index', projections: [] };

/** Read models with so much to write that each is work of its own, by partition where it has some. */
const heavy: ReadonlySet<string> = new Set(['accounts', 'journal', 'reconciliation']);

const light = ledgerProjections.filter(({ name }) => !heavy.has(name));

/** The units of all read models. Light ones share one pass over the log. */
export const viewUnits: readonly WorkUnit[] = [
  { name: 'views/light', projections: light.map(({ name }) => ({ projection: name })) },
  ...ledgerProjections
    .filter(({ name }) => heavy.has(name))
    .flatMap(({ name, partitions }) =>
      partitions === undefined
        ? [{ name: `views/${name}`, projections: [{ projection: name }] }]
        : Array.from({ length: partitions.count }, (_, partition) => ({
            name: `views/${name}/${String(partition)}`,
            projections: [{ projection: name, partition }],
          })),
    ),
];
