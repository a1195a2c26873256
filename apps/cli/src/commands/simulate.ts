import { type IndicatorCode, limitsOf, RiskIndicators } from '#risk';
import { overlay, ScenarioError, type Splitting, splittingOf, study, type StudyAnswer } from '#study';
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
const splittingOfTrade = (
  context: CommandContext,
  log: OpenLog,
  { law, moment }: AskedTrade,
  simulated: Parameters<typeof splittingOf>[1],
): Promise<Splitting> =>
  withStudyViews(context, log, async (views) => {
    const indicators = new RiskIndicators(views);
    const found = [];
    for (const code of splittingCodes) found.push(...(await indicators.findings({ ...moment, limitOf: limitsOf(law) }, code)));
    return splittingOf(found, simulated);
  });

const told = (item: number): string => `${String(item)} items replayed ...`;

const runSimulation = (context: CommandContext, options: SimulateOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const [{ scenario, tables }, costs] = [await scenarioOf(options), await costsOf(options)];
    const asked = await askedTrade(log, options);
    const { trade, law, window, moment } = asked;
    const cohort = cohortOf(options);
    const answer = await replayed(() =>
      study(trade, law, { scenario, window, costs, ...(cohort === undefined ? {} : { cohort }) }, (items) => {
        context.output.progress(told(items));
      }),
    );
    const splitting = options.splitting === true ? await splittingOfTrade(context, log, asked, overlay(law, scenario)) : undefined;
    const document = {
      ...moment,
      ...window,
      ...answer,
      scenario: { ...answer.scenario, ...(tables.length === 0 ? {} : { tables }) },
      ...(splitting === undefined ? {} : { splitting }),
    };
    await context.output.answer(document, () =>
      simulationText({
        window,
        simulation: answer,
        tables,
        assumptions: answer.assumptions,
        ...(splitting === undefined ? {} : { splitting }),
      }),
    );
    return exitCodes.done;
  });

const replayed = async (work: () => Promise<StudyAnswer>): Promise<StudyAnswer> => {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ScenarioError ? new CannotRunError(error.code, `--${error.field}: ${error.message}`, `--${error.field}`) : error;
  }
};

export const addSimulate = (program: Command, shell: Shell): void => {
  scenarioOptions(
    tradeOptions(
      program
        .command('simulate')
        .description(
          'replay the recorded items under other rules: revenue, what is given up, parcels affected, costs; nothing is recorded',
        ),
    ),
  )
    .option('--splitting', 'beside it, what the risk indicators R01, R02 and R06 find under the law as it was; builds the read models')
    .action(performs<SimulateOptions>(shell, runSimulation));
};
