import { country, startOfLegalDay, taxType, text, textUpTo } from '#event-catalogue';
import type { RuleBook, RulesEvent } from '#rules';
import { publishRules, ruleSetStream } from '#runtime';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { dayOption, shapeOption } from '../options';
import { performs, type CommandContext, type Shell } from '../shell';
import { accepted, actor, withLedger } from '../writing';

interface AnnulOptions {
  readonly from: string;
  readonly reason: string;
}
type Annulment = Extract<RulesEvent, { readonly type: 'MeasureAnnulled' }>;

const unknown = (measure: string): CannotRunError =>
  new CannotRunError(
    'MEASURE_UNKNOWN',
    `${measure}: no measure is named so; explain DECLARATION names those behind an assessment`,
    'measure',
  );

/** A measure is named jurisdiction:taxType:codePrefix:origin:from. */
const annulmentOf = (measureId: string, { from, reason }: AnnulOptions): Annulment => {
  const [jurisdiction = '', tax = '', ...rest] = measureId.split(':');
  if (rest.length !== 3) throw unknown(measureId);
  return {
    type: 'MeasureAnnulled',
    data: {
      jurisdiction: shapeOption('measure', country)(jurisdiction),
      taxType: shapeOption('measure', taxType)(tax),
      measureId: shapeOption('measure', textUpTo(80))(measureId),
      voidFrom: from,
      reason,
    },
  };
};

const isKnown = ({ tables }: RuleBook, measure: string): boolean => [...tables.measures.values()].some(({ rows }) => rows.has(measure));

const annul = (context: CommandContext, options: AnnulOptions, measure: string): Promise<ExitCode> => {
  const event = annulmentOf(measure, options);
  return withLedger(context, async (ledger) => {
    const { runner, store } = ledger;
    if (!isKnown(ledger.rules.current(), measure)) {
      // Void from its first day on it is gone; the same annulment again is no fault.
      let annulled = false;
      for await (const { type, data } of store.read(ruleSetStream(event)))
        annulled ||= type === 'MeasureAnnulled' && data.includes(JSON.stringify(measure));
      if (!annulled) throw unknown(measure);
    }
    const [outcome] = await publishRules({ runner, store, actor, effectiveAt: startOfLegalDay(await ledger.legalNow(), 'UTC') }, [event]);
    const known = outcome === undefined || accepted(outcome).events.length === 0;
    await ledger.settle();
    await context.output.answer({ measure, voidFrom: options.from, known }, () =>
      known
        ? `${measure} is void from ${options.from} already.`
        : `${measure} is void from ${options.from} on; tidewaiter reassess --measure ${measure} looks again at what was assessed by it.`,
    );
    return exitCodes.done;
  });
};

export const addAnnul = (rules: Command, shell: Shell): void => {
  rules
    .command('annul')
    .description('record that a measure is void from a day on; what was assessed by it before is assessed again by reassess')
    .argument('<measure>', 'its id: jurisdiction:taxType:codePrefix:origin:from')
    .requiredOption('--from <day>', 'first day on which it is void; its own first day: as if it had never been', dayOption('--from'))
    .requiredOption('--reason <text>', 'why', shapeOption('--reason', text))
    .action(performs<AnnulOptions>(shell, (context, options, [measure = '']) => annul(context, options, measure)));
};
