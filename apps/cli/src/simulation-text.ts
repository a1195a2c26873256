import type { CostGap, CostRow, GroupReport, ReturnSum, Simulation, Splitting, StudyWindow, ThresholdBandsRow } from '#study';
import { table } from './output';
import type { TableTaken } from './scenario-options';

export interface SimulationTold {
  readonly window: StudyWindow;
  readonly simulation: Simulation;
  readonly tables: readonly TableTaken[];
  readonly assumptions: readonly string[];
  readonly splitting?: Splitting;
}

/** The report that a person reads: what was collected, what would have been, and what stands beside it. */
export const simulationText = ({ window, simulation, tables, assumptions, splitting }: SimulationTold): string =>
  [
    `Recorded trade ${window.from ?? 'from its beginning'} to ${window.to ?? 'its end'} under other rules. ` +
      `Nothing was recorded, and nobody behaves otherwise${assumptions.length === 0 ? '' : ' but as assumed'}.`,
    ...assumptions.map((assumption) => `Assumed: ${assumption}.`),
    ...tables.map(
      ({ file, accepted, unsupported, rejected }) =>
        `${file}: ${String(accepted)} lines, ${String(unsupported)} in part, ${String(rejected)} rejected.`,
    ),
    ...(simulation.changes.length === 0
      ? ['No rule differs from the law.']
      : simulation.changes.map(({ table: id, rowCount }) => `Changed: ${id}, ${String(rowCount)} rows.`)),
    '',
    ...groupText(simulation.rest === undefined ? undefined : 'The pilot', simulation.cohort),
    ...(simulation.rest === undefined ? [] : ['', ...groupText('The rest, under the law as it was', simulation.rest)]),
    ...costsText(simulation.costs),
    ...gapsText(simulation.costGaps),
    ...bandsText(simulation.bands),
    ...(splitting === undefined ? [] : splittingText(splitting)),
    ...(simulation.invalidated === 0 ? [] : ['', `Left out: ${String(simulation.invalidated)} declarations that were invalidated.`]),
  ].join('\n');

const groupText = (title: string | undefined, group: GroupReport): readonly string[] => {
  const { declarations, supplies, revenue, totals, notAssessable } = group;
  const unknown = [
    ...Object.entries(declarations.notAssessable).map(([code, count]) => `${String(count)} declarations ${code}`),
    ...(supplies.notQuotable === 0 ? [] : [`${String(supplies.notQuotable)} supplies`]),
  ];
  return [
    ...(title === undefined ? [] : [title]),
    ...countsText(declarations, supplies),
    '',
    table(
      ['collected', 'authority', 'for', 'tax', 'recorded', 'simulated', 'difference', 'given up', 'then', 'currency'],
      revenue.map((row) => [
        row.source,
        row.authority,
        row.beneficiary,
        row.taxType,
        row.recorded.payable,
        row.simulated.payable,
        row.difference.payable,
        row.recorded.forgone,
        row.simulated.forgone,
        row.currency,
      ]),
    ),
    '',
    table(
      ['all sources', 'recorded', 'simulated', 'difference', 'given up', 'then', 'difference of it', 'currency'],
      totals.map(({ authority, currency, payable, forgone }) => [
        authority,
        payable.recorded,
        payable.simulated,
        payable.difference,
        forgone.recorded,
        forgone.simulated,
        forgone.difference,
        currency,
      ]),
    ),
    ...returnsText(group),
    ...(unknown.length === 0 ? [] : ['', `Not in these figures, for no tax can be determined: ${unknown.join(', ')}. Recorded of them:`]),
    ...notAssessable.map((row) => `  ${row.recorded.payable} ${row.currency} ${row.taxType} ${row.source} ${row.authority}`),
  ];
};

const countsText = (declarations: GroupReport['declarations'], supplies: GroupReport['supplies']): readonly string[] => {
  const { count, items, affected, madeAnew, claimChanged } = declarations;
  const { underScheme, newlyUnderScheme } = supplies;
  return [
    `${String(count)} declarations of ${String(items)} items, ${String(affected)} with another tax; ` +
      `${String(madeAnew)} made anew, ${String(claimChanged)} with another claim.`,
    `${String(supplies.count)} supplies, ${String(supplies.affected)} collected otherwise; ` +
      `under a vendor’s scheme ${String(underScheme.recorded)}, then ${String(underScheme.simulated)}.`,
    ...(newlyUnderScheme === 0
      ? []
      : [`${String(newlyUnderScheme)} of them for the first time: what was credited on those is not recorded, their VAT is whole.`]),
  ];
};

const returnsText = ({ returns }: GroupReport): readonly string[] => {
  const keys = [...new Set([...returns.recorded, ...returns.simulated].map(keyOfReturn))].sort();
  if (keys.length === 0) return [];
  const [recorded, simulated] = [returns.recorded, returns.simulated].map(
    (sums) => new Map(sums.map((sum) => [keyOfReturn(sum), sum.payable])),
  );
  return [
    '',
    table(
      ['payable by returns', 'for', 'currency', 'recorded', 'simulated'],
      keys.map((key) => [...key.split(' '), recorded?.get(key) ?? '0.00', simulated?.get(key) ?? '0.00']),
    ),
  ];
};
const keyOfReturn = ({ scheme, country, currency }: ReturnSum): string => `${scheme} ${country} ${currency}`;

const costsText = (costs: readonly CostRow[]): readonly string[] =>
  costs.length === 0
    ? []
    : [
        '',
        table(
          ['cost', 'of', 'counted by', 'each', 'recorded', 'cost', 'simulated', 'cost', 'currency'],
          costs.map(({ id, side, driver, amount, recorded, simulated, currency }) => [
            id,
            side,
            driver,
            amount,
            String(recorded.count),
            recorded.cost,
            String(simulated.count),
            simulated.cost,
            currency,
          ]),
        ),
        ...costs.map(sourceText),
      ];

const sourceText = ({ id, source, page, dated, kind = 'estimate', bearer }: CostRow): string => {
  const what = bearer === undefined ? kind : `${kind}, borne by ${bearer}`;
  return `  ${id}: ${what}; ${page === undefined ? source : `${source}, ${page}`} (${dated})`;
};

/** What it costs nobody has said in public: the counts are there for a figure of one's own. */
const gapsText = (gaps: readonly CostGap[]): readonly string[] =>
  gaps.map(({ territory, side, standIns, counts }) => {
    const counted = counts.map(({ driver, recorded, simulated }) => `${driver} ${String(recorded)}, then ${String(simulated)}`).join('; ');
    const instead = standIns.length === 0 ? '' : ` (${standIns.join(', ')}: charges, which stand in for it)`;
    return (
      `  ${territory}: no estimate of the cost of ${side} is known${instead}. ` +
      `Give your own with --costs; to be multiplied with: ${counted}.`
    );
  });

const bandsText = (bands: readonly ThresholdBandsRow[]): readonly string[] =>
  bands.flatMap(({ territory, currency, recorded, simulated, sides, notConverted }) => [
    '',
    `${territory}: ${String(sides.withinBoth)} parcels within both limits (${recorded.limit} and ${simulated.limit} ${currency}), ` +
      `${String(sides.withinRecordedOnly)} within the recorded one only, ` +
      `${String(sides.withinSimulatedOnly)} within the simulated one only, ` +
      `${String(sides.withinNeither)} above both${notConverted === 0 ? '' : `, ${String(notConverted)} in no rate`}.`,
    aroundText('recorded', recorded),
    aroundText('simulated', simulated),
  ]);

const aroundText = (name: string, { limit, below, justBelow, justAbove, above }: ThresholdBandsRow['recorded']): string =>
  `  around the ${name} limit ${limit}: ${String(below)} in 90-95 %, ${String(justBelow)} in 95-100 %, ` +
  `${String(justAbove)} in 100-105 %, ${String(above)} in 105-110 %`;

const splittingText = ({ rows, bunchingSellers }: Splitting): readonly string[] => [
  '',
  `Worth a look under the law as it was: ${String(bunchingSellers)} sellers with a heap of values just within the limit (R06).`,
  ...(rows.length === 0
    ? ['No groups of orders or parcels that are within the limit each and above it together (R01, R02).']
    : [
        table(
          ['groups', 'number', 'above the limit', 'currency', 'then together within', 'then as before', 'then some above'],
          rows.map(({ code, groups, excess, currency, simulated: then }) => [
            code,
            String(groups),
            excess,
            currency,
            String(then.togetherWithin),
            String(then.stillSplit),
            String(then.someAbove),
          ]),
        ),
      ]),
];
