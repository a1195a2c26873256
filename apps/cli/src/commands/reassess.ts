import { declarationDecider, type DeclarationEvent } from '#declarations';
import { partyCode, startOfLegalDay } from '#event-catalogue';
import { add, formatMoney, type Money, negate, parseMoney, zero } from '#money';
import { zoneOfAuthority } from '#rules';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit';
import { inOffice, type Office } from '../office';
import { dayOption, notAfter, shapeOption } from '../options';
import { table } from '../output';
import { performs, type CommandContext, type Shell } from '../shell';

interface ReassessOptions {
  readonly measure: string;
  readonly requestedBy: string;
  readonly on?: string;
  readonly dryRun?: true;
}
/** A declaration whose last assessment used the measure. */
interface Assessed {
  readonly stream: string;
  readonly authority: string;
  readonly mrn: string;
  readonly version: number;
}
/** What looking again at it gave. */
type Looked = Assessed &
  (
    | Readonly<{ outcome: 'reassessed'; change: string; currency: string }>
    | Readonly<{ outcome: 'unchanged' }>
    | Readonly<{ outcome: 'refused'; code: string; message: string }>
  );

/**
 * Declarations whose assessment as it stands used the measure, in the order of the log: what was looked at again already is not among them.
 */
const assessedBy = async (
  { store, catalogue }: Office,
  measure: string,
  progress: (line: string) => void,
): Promise<readonly Assessed[]> => {
  const using = new Map<string, Assessed>();
  const named = JSON.stringify(measure);
  let last: Assessed | undefined;
  let events = 0;
  for await (const batch of store.readAll({ categories: ['declaration'] })) {
    for (const stored of batch.events) {
      const { stream, type, data } = stored;
      if (type === 'DutyAssessed') {
        const { authority, mrn, version } = catalogue.decode<Extract<DeclarationEvent, { readonly type: 'DutyAssessed' }>>(stored).data;
        last = { stream, authority, mrn, version };
        using.delete(stream);
      } else if (type === 'DeclarationInvalidated') using.delete(stream);
      else if (type === 'AssessmentLinesRecorded' && last?.stream === stream && data.includes(named)) using.set(stream, last);
    }
    events += batch.events.length;
    progress(`looked through ${String(events)} events, ${String(using.size)} assessed by ${measure} ...`);
  }
  return [...using.values()];
};

/** Looks again at one declaration, and assesses the version that follows from it. */
const lookAgain = async (
  office: Office,
  assessed: Assessed,
  { measure, requestedBy }: ReassessOptions,
  law: string,
  on: string,
): Promise<Looked> => {
  const { stream, authority, mrn, version } = assessed;
  const { rules: ruleBook, contextOf } = office;
  const naming = (kind: string) =>
    contextOf({ book: authority, kind, reference: `${mrn}/${measure}`, version: `${String(version)}/${law}`, on });
  const at = startOfLegalDay(on, zoneOfAuthority(ruleBook, authority) ?? 'UTC');
  const again = await office.ask({
    decider: declarationDecider,
    stream,
    command: { type: 'Reassess', ruleBook, requestedBy, at, on },
    context: naming('reassess'),
  });
  if ('rejected' in again) return { ...assessed, outcome: 'refused', code: again.rejected.code, message: again.rejected.message };
  if (again.events.length === 0) return { ...assessed, outcome: 'unchanged' };
  const answer = await office.ask({
    decider: declarationDecider,
    stream,
    command: { type: 'Assess', ruleBook },
    context: naming('assess-again'),
  });
  if ('rejected' in answer) return { ...assessed, outcome: 'refused', code: answer.rejected.code, message: answer.rejected.message };
  const duty = answer.events.flatMap((event) => (event.type === 'DutyAssessed' ? [event.data] : []))[0];
  return { ...assessed, outcome: 'reassessed', change: duty?.changes?.payable ?? '0', currency: duty?.currency ?? '' };
};

/** Declarations in work at one time: what is written together is made durable together. */
const atOnce = 64;

/** The law may change between two looks at one version: what the measure's table says is a part of the command's name. */
const lawOfMeasure = ({ rules }: Office, measure: string): string => {
  const [jurisdiction = '', tax = ''] = measure.split(':');
  return [...rules.tables.measures]
    .flatMap(([id, { ref }]) => (id.startsWith(`tariff/${jurisdiction}/${tax}/`) ? [ref.hash.slice(0, 12)] : []))
    .join('');
};

/** Changes by authority and currency: what is given back, and what comes on top. */
const sumsOf = (
  looked: readonly Looked[],
): readonly Readonly<{ authority: string; currency: string; refund: string; additional: string }>[] => {
  const sums = new Map<
    string,
    { readonly authority: string; readonly currency: string; readonly refund: Money; readonly additional: Money }
  >();
  for (const one of looked) {
    if (one.outcome !== 'reassessed') continue;
    const { authority, currency } = one;
    const change = parseMoney(one.change, currency);
    const known = sums.get(`${authority} ${currency}`) ?? { authority, currency, refund: zero(currency), additional: zero(currency) };
    sums.set(
      `${authority} ${currency}`,
      change.minor < 0n ? { ...known, refund: add(known.refund, negate(change)) } : { ...known, additional: add(known.additional, change) },
    );
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { refund, additional, ...rest }]) => ({ ...rest, refund: formatMoney(refund), additional: formatMoney(additional) }));
};

const reassess = (context: CommandContext, options: ReassessOptions): Promise<ExitCode> =>
  inOffice(context, options.dryRun === true, async (office) => {
    const on = notAfter('--on', options.on, office.legalNow);
    const found = await assessedBy(office, options.measure, context.output.progress);
    const looked: Looked[] = [];
    const law = lawOfMeasure(office, options.measure);
    for (let next = 0; next < found.length; next += atOnce) {
      looked.push(...(await Promise.all(found.slice(next, next + atOnce).map((one) => lookAgain(office, one, options, law, on)))));
      context.output.progress(`${String(looked.length)} of ${String(found.length)} declarations looked at again ...`);
    }
    await office.settle();
    const count = (outcome: Looked['outcome']): number => looked.filter((one) => one.outcome === outcome).length;
    const refused = looked.filter((one) => one.outcome === 'refused');
    const document = {
      measure: options.measure,
      on,
      dryRun: office.dryRun,
      assessedBy: found.length,
      reassessed: count('reassessed'),
      unchanged: count('unchanged'),
      changes: sumsOf(looked),
      notReassessed: { count: office.dryRun ? found.length - count('unchanged') : refused.length, refused },
    };
    await context.output.answer(document, () => textOf(document, office.dryRun));
    return refused.length === 0 ? exitCodes.done : exitCodes.foundProblems;
  });

interface Told {
  readonly measure: string;
  readonly assessedBy: number;
  readonly reassessed: number;
  readonly unchanged: number;
  readonly changes: ReturnType<typeof sumsOf>;
  readonly notReassessed: { readonly count: number; readonly refused: readonly Looked[] };
}

const textOf = ({ measure, assessedBy: found, reassessed, unchanged, changes, notReassessed }: Told, dryRun: boolean): string =>
  [
    `${String(found)} declarations are assessed by ${measure}: ${String(reassessed)} ${dryRun ? 'would be' : 'were'} assessed anew, ` +
      `${String(unchanged)} come to the same, ${String(notReassessed.count)} are not assessed anew${dryRun ? ' yet' : ''}.`,
    ...(changes.length === 0
      ? []
      : [
          table(
            ['authority', 'refund due', 'additional', 'currency'],
            changes.map(({ authority, refund, additional, currency }) => [authority, refund, additional, currency]),
          ),
        ]),
    ...notReassessed.refused.map((one) => (one.outcome === 'refused' ? `${one.mrn}: ${one.code}: ${one.message}` : '')),
    ...(dryRun ? ['A dry run: nothing was written.'] : []),
  ].join('\n');

export const addReassess = (program: Command, shell: Shell): void => {
  program
    .command('reassess')
    .description(
      'assess again, by the law as known now, every declaration whose assessment used a measure; safe to repeat and to interrupt',
    )
    .requiredOption('--measure <id>', 'the measure: jurisdiction:taxType:codePrefix:origin:from')
    .requiredOption('--requested-by <code>', 'the officer who asks for it', shapeOption('--requested-by', partyCode))
    .option('--on <day>', 'legal day of the new assessments (default: the day of this ledger)', dayOption('--on'))
    .option('--dry-run', 'assess all of them, write nothing')
    .action(performs<ReassessOptions>(shell, reassess));
};
