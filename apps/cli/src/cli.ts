import { Command, CommanderError } from 'commander';
import { addAccountCommands } from './commands/close';
import { addAccountList } from './commands/account-list';
import { addAccountWork } from './commands/account-work';
import { addAssess } from './commands/assess';
import { addAudit } from './commands/audit';
import { addBreaks } from './commands/breaks';
import { addClaims } from './commands/claims';
import { addCopy } from './commands/copy';
import { addCoveringSet } from './commands/covering-set';
import { addDeadlines } from './commands/deadlines';
import { addDemo } from './commands/demo';
import { addDistribute } from './commands/distribute';
import { addDocs } from './commands/docs';
import { addDoctor } from './commands/doctor';
import { addEvidence } from './commands/evidence';
import { addDossier } from './commands/dossier';
import { addExplain } from './commands/explain';
import { addExport } from './commands/export';
import { addGuarantees } from './commands/guarantees';
import { addImport } from './commands/import';
import { addInterest } from './commands/interest';
import { addJournalCommands } from './commands/journal';
import { addObligations } from './commands/obligations';
import { addMatches } from './commands/matches';
import { addParties } from './commands/parties';
import { addReassess } from './commands/reassess';
import { addBridge } from './commands/bridge';
import { addReconciliationCommands } from './commands/reconcile';
import { addRecords } from './commands/records';
import { addRefunds } from './commands/refunds';
import { addReplay } from './commands/replay';
import { addReturnGoods } from './commands/return-goods';
import { addReturns } from './commands/returns';
import { addRisk } from './commands/risk';
import { addRules } from './commands/rules';
import { addSchemeNumber } from './commands/scheme-number';
import { addSearch } from './commands/search';
import { addSecure } from './commands/secure';
import { addSimulate } from './commands/simulate';
import { addStatement } from './commands/statement';
import { addStatistics } from './commands/statistics';
import { addSource } from './commands/source';
import { addTrace } from './commands/trace';
import { addVerify } from './commands/verify';
import { addTolerances } from './commands/tolerances';
import { addWhyNot } from './commands/why-not';
import { exitCodes, type ExitCode } from './exit';
import { failureOf } from './failure';
import { output } from './output';
import type { Shell, Surroundings } from './shell';

/** In the order in which a newcomer meets them. */
const commands: readonly ((program: Command, shell: Shell) => void)[] = [
  addDemo,
  addImport,
  addParties,
  addAccountList,
  addAccountWork,
  addStatement,
  addGuarantees,
  addClaims,
  addRules,
  addAssess,
  addReassess,
  addSearch,
  addObligations,
  addExplain,
  addReturns,
  addAccountCommands,
  addDistribute,
  addInterest,
  addDeadlines,
  addReturnGoods,
  addRefunds,
  addTrace,
  addSource,
  addDossier,
  addSchemeNumber,
  addRecords,
  addReconciliationCommands,
  addBridge,
  addWhyNot,
  addTolerances,
  addCoveringSet,
  addRisk,
  addStatistics,
  addSimulate,
  addBreaks,
  addMatches,
  addEvidence,
  addJournalCommands,
  addAudit,
  addExport,
  addVerify,
  addReplay,
  addCopy,
  addSecure,
  addDoctor,
  addDocs,
];

const helpWidth = 110;

/** Settings that a subcommand does not inherit by itself. */
const settle = (command: Command): void => {
  command.allowExcessArguments(false).configureHelp({ showGlobalOptions: true, helpWidth });
  for (const below of command.commands) settle(below);
};

/** The whole program. Help goes to stdout; every fault is thrown as an error. */
export const programOf = (shell: Shell): Command => {
  const help: string[] = [];
  const program = new Command('tidewaiter')
    .description('The revenue collection ledger at the command line.')
    .option('--data <directory>', 'data directory (default: $TIDEWAITER_DATA, else ./data)')
    .option('--json', 'print one JSON document on stdout')
    .addHelpText('after', '\nExit codes: 0 done, 1 found problems, 2 could not run.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => help.push(text),
      // Told once, by `runCli`.
      writeErr: () => undefined,
    });
  for (const add of commands) add(program, shell);
  settle(program);
  helpOf.set(program, help);
  return program;
};

const helpOf = new WeakMap<Command, readonly string[]>();

/** Runs one command line and answers with its exit code; it never throws. */
export const runCli = async (argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> => {
  const shell: Shell = { ...surroundings, exitCode: exitCodes.done };
  const program = programOf(shell);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return shell.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) {
      await surroundings.terminal.stdout((helpOf.get(program) ?? []).join(''));
      return exitCodes.done;
    }
    return tell(error, argv, surroundings);
  }
};

/** One line on stderr; with --json also a document on stdout. */
const tell = async (error: unknown, argv: readonly string[], { terminal, env }: Surroundings): Promise<ExitCode> => {
  const failure = failureOf(error, env);
  terminal.stderr(`tidewaiter: ${failure.code}: ${failure.message}\n`);
  if (argv.includes('--json')) await output(terminal, true).answer({ error: failure }, () => '');
  return exitCodes.couldNotRun;
};
