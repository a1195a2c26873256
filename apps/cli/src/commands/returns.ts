import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandIdOfMessage, code, reference, startOfLegalDay } from '#event-catalogue';
import { zoneOfAuthority } from '#declarations';
import { formatMoney } from '#money';
import type { RuleBook } from '#rules';
import {
  excludedSupplies,
  exportReturn,
  returnPeriod,
  schemeReturnDecider,
  schemeReturnStream,
  suppliesOfReturn,
  type CoveredSupply,
  type ExcludedSupply,
  type ReturnFigures,
  type SchemeReturnEvent,
} from '#scheme-returns';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { choiceOption, dayOption, shapeOption, wholeNumberOption } from '../options';
import { table } from '../output';
import { rulesOf, withLog, type OpenLog } from '../reading';
import { atMoment, momentOf, withViewsAt, type MomentOptions } from '../reading-at';
import { grantedNumber, prepareReturn, schemes, type PreparedReturn, type Scheme, type SupplyScheme } from '../scheme-return';
import { fileCollections, previewCollections } from './collection-returns';
import { performs, type CommandContext, type Shell } from '../shell';
import { accepted, actor, withPresentLedger } from '../writing';

interface ReturnOptions<S extends Scheme = SupplyScheme> {
  readonly scheme: S;
  readonly number: string;
  readonly period: string;
}

const figuresText = (figures: ReturnFigures): string => {
  const { returnReference, currency, start, end, dueOn, payable, rows, corrections, balances, supplies, adjustments } = figures;
  return [
    `${returnReference}: ${start} to ${end}, due ${dueOn}, in ${currency}`,
    '',
    table(
      ['country', 'category', 'rate', 'taxable', 'vat', 'difference', 'supplies'],
      rows.map((r) => [r.country, r.rateCategory, r.rate, r.taxable, r.vat, r.difference, String(r.supplies)]),
    ),
    ...(corrections.length === 0
      ? []
      : [
          '',
          table(
            ['country', 'correction of', 'taxable', 'vat', 'adjustments'],
            corrections.map((c) => [c.country, c.period, c.taxable, c.vat, String(c.adjustments)]),
          ),
        ]),
    '',
    table(
      ['country', 'vat', 'corrections', 'balance'],
      balances.map((b) => [b.country, b.vat, b.corrections, b.balance]),
    ),
    '',
    `payable ${payable} ${currency}, of ${String(supplies)} supplies and ${String(adjustments)} adjustments`,
  ].join('\n');
};

const supplyDocument = ({ seq, kind, order, country, currency, period, originalPeriod, at, creditNumber, rows }: CoveredSupply) => ({
  seq,
  kind,
  order,
  ...(creditNumber === undefined ? {} : { creditNumber }),
  country,
  currency,
  period,
  originalPeriod,
  at,
  rows: rows.map(({ rate, rateCategory, taxable, vat }) => ({
    rate,
    rateCategory,
    taxable: formatMoney({ minor: taxable, currency }),
    vat: formatMoney({ minor: vat, currency }),
  })),
});

/** At most `limit` of what comes one after another, and how many there were. */
const upTo = async <T>(found: AsyncIterable<T>, limit: number): Promise<{ readonly first: readonly T[]; readonly count: number }> => {
  const first: T[] = [];
  let count = 0;
  for await (const one of found) {
    count += 1;
    if (first.length < limit) first.push(one);
  }
  return { first, count };
};

const supplyText = (supply: CoveredSupply): string => {
  const { kind, order, country, currency, rows } = supplyDocument(supply);
  return `${kind}  ${order}  ${country}  ${rows.map(({ rate, taxable, vat }) => `${taxable} at ${rate}%: ${vat}`).join(', ')} ${currency}`;
};
const excludedText = ({ order, regime, reason }: ExcludedSupply): string => `excluded  ${order}  ${regime}  ${reason}`;

/** The period's first and last moment at the authority. */
const boundsOf = ({ figures: { start, end, authority } }: PreparedReturn, rules: RuleBook): readonly [string, string] => {
  const zone = zoneOfAuthority(rules, authority) ?? 'utc';
  return [startOfLegalDay(start, zone), startOfLegalDay(end, zone)];
};

type PreviewOptions<S extends Scheme = SupplyScheme> = ReturnOptions<S> & MomentOptions & { readonly limit: number };

const preview = (context: CommandContext, { scheme, number, period, limit, ...options }: PreviewOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const moment = await momentOf(log, options);
    const rules = await (await rulesOf(log)).at(moment.knownAt);
    const granted = await grantedNumber(log.store, log.catalogue, scheme, number);
    return withViewsAt(context, log, ['supplies'], moment, async (views, store) => {
      const prepared = await prepareReturn({ store, views, rules }, granted, period, moment.asOf?.slice(0, 10) ?? log.legalNow);
      const { figures, outstanding, beyondTolerance, tooLate } = prepared;
      const supplies = await upTo(suppliesOfReturn(views, number, period, outstanding), limit);
      const excluded = await upTo(excludedSupplies(views, ...boundsOf(prepared, rules)), limit);
      const filed = await filedReturn({ ...log, store }, granted.authority, number, period);
      const document = {
        figures,
        filed: filed !== undefined,
        outstanding,
        beyondTolerance,
        tooLate,
        roundings: prepared.roundings,
        supplies: { count: supplies.count, first: supplies.first.map(supplyDocument) },
        excluded: { count: excluded.count, first: excluded.first },
      };
      await context.output.answer(document, () =>
        [
          figuresText(figures),
          ...(outstanding.length === 0 ? [] : ['', `to be filed first: ${outstanding.join(', ')}`]),
          ...(tooLate.length === 0
            ? []
            : ['', ...tooLate.map((t) => `too late to correct: ${t.country} ${t.period} ${t.vat} ${t.currency}`)]),
          '',
          ...supplies.first.map(supplyText),
          ...excluded.first.map(excludedText),
        ].join('\n'),
      );
      return beyondTolerance.length === 0 && tooLate.length === 0 ? exitCodes.done : exitCodes.foundProblems;
    });
  });

/** The return as it was filed. */
const filedReturn = async (
  { store, catalogue }: Pick<OpenLog, 'store' | 'catalogue'>,
  authority: string,
  number: string,
  period: string,
): Promise<ReturnFigures | undefined> => {
  for await (const stored of store.read(schemeReturnStream(authority, number, period), { max: 1 }))
    return catalogue.decode<SchemeReturnEvent>(stored).data;
  return undefined;
};

const file = (context: CommandContext, { scheme, number, period, on }: ReturnOptions & { readonly on?: string }): Promise<ExitCode> =>
  withPresentLedger(context, async (ledger) => {
    const { store, catalogue, views, runner } = ledger;
    const granted = await grantedNumber(store, catalogue, scheme, number);
    context.output.progress('the processes react ...');
    await ledger.settle();
    await ledger.catchUp();
    const rules = ledger.rules.current();
    const filedOn = on ?? (await ledger.legalNow());
    const known = await filedReturn(ledger, granted.authority, number, period);
    if (known !== undefined) {
      await context.output.answer(
        { figures: known, alreadyFiled: true },
        () => `Filed on ${known.filedOn} already.\n${figuresText(known)}`,
      );
      return exitCodes.done;
    }
    const { figures, outstanding } = await prepareReturn({ store, views, rules }, granted, period, filedOn);
    const outcome = await runner.run({
      decider: schemeReturnDecider,
      stream: schemeReturnStream(granted.authority, number, period),
      command: { type: 'FileReturn', figures, outstanding },
      context: {
        commandId: commandIdOfMessage({
          book: granted.authority,
          issuer: granted.holder,
          kind: 'scheme-return',
          reference: figures.returnReference,
          version: figures.suppliesDigest,
        }),
        actor,
        book: granted.authority,
        effectiveAt: startOfLegalDay(filedOn, zoneOfAuthority(rules, granted.authority) ?? 'utc'),
      },
    });
    accepted(outcome);
    await ledger.settle();
    await context.output.answer({ figures, alreadyFiled: false }, () => `Filed on ${filedOn}.\n${figuresText(figures)}`);
    return exitCodes.done;
  });

const exportFiled = (
  context: CommandContext,
  { scheme, number, period, format, out }: ReturnOptions & { readonly format: 'json' | 'csv'; readonly out?: string },
): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const rules = (await rulesOf(log)).current();
    if (returnPeriod(rules, scheme, period) === undefined)
      throw new CannotRunError('PERIOD_UNKNOWN', `--period: ${scheme} has no period ${period}`, '--period');
    const { authority } = await grantedNumber(log.store, log.catalogue, scheme, number);
    const filed = await filedReturn(log, authority, number, period);
    if (filed === undefined) throw new CannotRunError('RETURN_NOT_FILED', `--period: the return of ${period} is not filed`, '--period');
    const text = exportReturn(filed, format);
    if (out === undefined) {
      await context.output.answer(format === 'json' ? JSON.parse(text) : { format, content: text }, () => text.trimEnd());
      return exitCodes.done;
    }
    writeFileSync(`${out}.part`, text);
    renameSync(`${out}.part`, out);
    await context.output.answer({ format, file: path.resolve(out) }, () => `${filed.returnReference} in ${out}`);
    return exitCodes.done;
  });

const suppliesOnly = (scheme: Scheme): SupplyScheme => {
  if (scheme === 'EU-SA')
    throw new CannotRunError(
      'OPTION_INVALID',
      '--scheme: no form of an authority is known for EU-SA; explain RETURN prints what was filed',
      '--scheme',
    );
  return scheme;
};

const named = (command: Command): Command =>
  command
    .requiredOption('--scheme <scheme>', schemes.join(', '), choiceOption('--scheme', schemes))
    .requiredOption('--number <number>', 'scheme number: IM3720000015, GB999999973, SAFR2026000001', shapeOption('--number', reference))
    .requiredOption('--period <period>', 'a month (2026-01) or a quarter (2026-Q1)', shapeOption('--period', code));

export const addReturns = (program: Command, shell: Shell): void => {
  const returns = program.command('returns').description('periodic returns of a scheme number');
  atMoment(
    named(
      returns
        .command('preview')
        .description('the figures of a return with the supplies behind them and the orders it leaves out; nothing is recorded'),
    ),
  )
    .option('--limit <number>', 'supplies and excluded orders to print', wholeNumberOption('--limit', 0, 1_000_000), 50)
    .action(
      performs<PreviewOptions<Scheme>>(shell, (context, { scheme, ...options }) =>
        scheme === 'EU-SA' ? previewCollections(context, options) : preview(context, { ...options, scheme }),
      ),
    );
  named(returns.command('file').description('file a return, oldest first; it is charged to the scheme account'))
    .option('--on <day>', 'legal day of filing (default: the day of this ledger)', dayOption('--on'))
    .action(
      performs<ReturnOptions<Scheme> & { on?: string }>(shell, (context, { scheme, ...options }) =>
        scheme === 'EU-SA' ? fileCollections(context, options) : file(context, { ...options, scheme }),
      ),
    );
  named(returns.command('export').description('a filed return as a document'))
    .option('--format <format>', 'json, csv', choiceOption('--format', ['json', 'csv']), 'json')
    .option('--out <file>', 'write here, not to stdout')
    .action(
      performs<ReturnOptions<Scheme> & { format: 'json' | 'csv'; out?: string }>(shell, (context, { scheme, ...options }) =>
        exportFiled(context, { ...options, scheme: suppliesOnly(scheme) }),
      ),
    );
};
