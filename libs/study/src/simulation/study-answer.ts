import type { RuleBook } from '#rules';
import { overlay } from '../scenario/overlay';
import { lawDigest } from '../scenario/overlay-changes';
import type { Scenario } from '../scenario/scenario';
import type { RecordedTrade } from '../recorded-trade';
import type { Cohort } from './cohort';
import { type Simulation, type SimulationQuestion, simulate } from './simulate';

/** What every answer says of how it was made. */
const method = {
  replay:
    'each recorded supply is quoted and each declaration assessed again by the rules that the ledger itself uses; figures recorded are those of the log',
  revenue:
    'payable at importation, VAT of supplies under vendors’ schemes less credits, and what carriers have to collect under special arrangements; not netted across authorities or currencies',
  givenUp: 'relief of the kind forgone alone; what a scheme accounts for elsewhere is not given up',
  declarations:
    'a declaration follows its order: where its tax is collected in another way it is made from the order again, as it was made; one that was told otherwise keeps its items and values, and what it claims changes; else it says what it said',
  behaviour: 'nobody orders, splits, prices or declares otherwise than recorded, but for the assumptions named',
  leftOut: 'invalidated declarations; refunds and drawback after the assessment; credits of supplies that no scheme collected',
} as const;

/** What a scenario takes for granted about people. */
const assumptionsOf = ({ claimRelief, collector }: Scenario): readonly string[] => [
  ...(claimRelief === true ? ['every consignment within the limit claims its relief'] : []),
  ...(collector === undefined
    ? []
    : [`within the limits of the schemes the ${collector} collects; who has no number of a scheme is given one`]),
];

/** A simulation with the question, the two laws and how it was made. */
export interface StudyAnswer extends Simulation {
  /** As asked, without the rows of whole tables. */
  readonly scenario: Omit<Scenario, 'tables'>;
  readonly pilot?: Cohort;
  /** Digests of the law as it was and of the simulated one. */
  readonly rules: Readonly<{ recorded: string; simulated: string }>;
  readonly method: typeof method;
  readonly assumptions: readonly string[];
}

/** Asks `simulate` and says what was asked and how. Throws as it does. */
export const study = async (
  trade: RecordedTrade,
  law: RuleBook,
  question: SimulationQuestion,
  progress?: (items: number) => void,
): Promise<StudyAnswer> => {
  const simulation = await simulate(trade, law, question, progress);
  const { tables: _tables, ...scenario } = question.scenario;
  return {
    scenario,
    ...(question.cohort === undefined ? {} : { pilot: question.cohort }),
    rules: { recorded: lawDigest(law), simulated: lawDigest(overlay(law, question.scenario)) },
    method,
    assumptions: assumptionsOf(question.scenario),
    ...simulation,
  };
};
