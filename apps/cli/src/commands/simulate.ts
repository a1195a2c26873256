import { type IndicatorCode, limitsOf, RiskIndicators } from '#risk';
import { lawDigest, overlay, ScenarioError, simulate, type Simulation, type Splitting, splittingOf } from '#study';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { withLog, withStudyViews, type OpenLog } from '../reading';
import { askedTrade, tradeOptions, type AskedTrade, type TradeOptions } from '../recorded-trade';
import { cohortOf, costsOf, scenarioOf, scenarioOptions, type ScenarioOptions } from '../scenario-options';
import { performs, type CommandContext, type Shell } from '../shell';
import { simulationText } from '../simulation-text';

interface SimulateOptions extends TradeOptions, ScenarioOptions {
  readonly splitting?: true;
}

const splittingCodes: readonly IndicatorCode[] = ['R01', 'R02', 'R06'];

/** Findings are judged by the law as it was: nobody split an order because of a rule that never was. */
const splittingOfTrade = (context: CommandContext, log: OpenLog, { law, moment }: AskedTrade, simulated: Parameters<typeof splittingOf>[1]): Promise<Splitting> =>
  withStudyViews(context, log, async (views) => {
    const indicators = new RiskIndicators(views);
    const found = [];
    for (const code of splittingCodes) found.push(...(await indicators.findings({ ...moment, limitOf: limitsOf(law) }, code)));
    return splittingOf(found, simulated);
  });

/** What every answer says of how it was made. */
const method = {
  replay: 'each recorded supply is quoted and each declaration assessed again by the rules that the ledger itself uses; figures recorded are those of the log',
  revenue: 'payable at importation, VAT of supplies under vendors’ schemes less credits, and what carriers have to collect under special arrangements; not netted across authorities or currencies',
  givenUp: 'relief of the kind forgone alone; what a scheme accounts for elsewhere is not given up',
  declarations: 'a declaration follows its order: where its tax is collected in another way it is made from the order again, as it was made; else it says what it said',
  behaviour: 'nobody orders, splits, prices or declares otherwise than recorded, but for the assumptions named',
  leftOut: 'invalidated declarations; refunds and drawback after the assessment; credits of supplies that no scheme collected',
} as const;

const assumptionsOf = ({ claimRelief, model }: ScenarioOptions): readonly string[] => [
  ...(claimRelief === true ? ['every consignment within the limit claims its relief'] : []),
  ...(model === undefined ? [] : [`within the limits of the schemes the ${model} collects; who has no number of a scheme is given one`]),
];

const told = (item: number): string => `${String(item)} items replayed ...`;

const runSimulation = (context: CommandContext, options: SimulateOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const [{ scenario, tables }, costs] = [await scenarioOf(options), await costsOf(options)];
    const asked = await askedTrade(log, options);
    const { trade, law, window, moment } = asked;
    const cohort = cohortOf(options);
    const simulation = await replayed(() => simulate(trade, law, { scenario, window, costs, ...(cohort === undefined ? {} : { cohort }) }, (items) => { context.output.progress(told(items)); }));
    const simulated = overlay(law, scenario);
    const splitting = options.splitting === true ? await splittingOfTrade(context, log, asked, simulated) : undefined;
    const { tables: _tables, ...named } = scenario;
    const document = {
      ...{ ...moment, ...window, scenario: { ...named, ...(tables.length === 0 ? {} : { tables }) }, ...(cohort === undefined ? {} : { pilot: cohort }) },
      rules: { recorded: lawDigest(law), simulated: lawDigest(simulated) },
      ...{ method, assumptions: assumptionsOf(options), ...simulation, ...(splitting === undefined ? {} : { splitting }) },
    };
    await context.output.answer(document, () => simulationText({ window, simulation, tables, assumptions: document.assumptions, ...(splitting === undefined ? {} : { splitting }) }));
    return exitCodes.done;
  });

const replayed = async (work: () => Promise<Simulation>): Promise<Simulation> => {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ScenarioError ? new CannotRunError(error.code, `--${error.field}: ${error.message}`, `--${error.field}`) : error;
  }
};

export const addSimulate = (program: Command, shell: Shell): void => {
  scenarioOptions(tradeOptions(program.command('simulate').description('replay the recorded items under other rules: revenue, what is given up, parcels affected, costs; nothing is recorded')))
    .option('--splitting', 'beside it, what the risk indicators R01, R02 and R06 find under the law as it was; builds the read models')
    .action(performs<SimulateOptions>(shell, runSimulation));
};
