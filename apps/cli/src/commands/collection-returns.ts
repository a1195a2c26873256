import {
  type CollectionFigures,
  type CollectionReturnEvent,
  type CollectionReturnToFile,
  fileCollectionReturn,
  previewCollectionReturn,
  schemeReturnStream,
} from '#scheme-returns';
import { exitCodes, type ExitCode } from '../exit';
import { table } from '../output';
import { rulesOf, withLog, type OpenLog } from '../reading';
import { logAt, momentOf, withViewsAt, type MomentOptions } from '../reading-at';
import { grantedNumber } from '../scheme-return';
import type { CommandContext } from '../shell';
import { accepted, actor, refusedAs, withPresentLedger } from '../writing';

interface CollectionOptions {
  readonly number: string;
  readonly period: string;
}

const requestOf = async (
  { store, catalogue }: Pick<OpenLog, 'store' | 'catalogue'>,
  { number, period }: CollectionOptions,
  filedOn: string,
): Promise<CollectionReturnToFile> => {
  const { holder, authority, firstDay } = await grantedNumber(store, catalogue, 'EU-SA', number);
  return { schemeNumber: number, holder, authority, period, filedOn, firstDay };
};

const filedFigures = async (
  { store, catalogue }: Pick<OpenLog, 'store' | 'catalogue'>,
  { authority, schemeNumber, period }: CollectionReturnToFile,
): Promise<CollectionFigures | undefined> => {
  for await (const stored of store.read(schemeReturnStream(authority, schemeNumber, period), { max: 1 }))
    return catalogue.decode<CollectionReturnEvent>(stored).data;
  return undefined;
};

const figuresText = ({
  returnReference,
  start,
  end,
  dueOn,
  currency,
  rows,
  collected,
  payable,
  undelivered,
  consignments,
}: CollectionFigures): string =>
  [
    `${returnReference}: ${start} to ${end}, due ${dueOn}, in ${currency}`,
    '',
    table(
      ['country', 'rate', 'taxable', 'vat', 'consignments'],
      rows.map((row) => [row.country, row.rate, row.taxable, row.vat, String(row.consignments)]),
    ),
    '',
    `collected ${collected} of ${String(consignments)} parcels; not delivered ${String(undelivered.consignments)}, ` +
      `of which ${undelivered.vat} was expected and ${undelivered.collected} goes back to recipients`,
    `payable ${payable} ${currency}`,
  ].join('\n');

/** The return of a carrier as it would be filed now; nothing is recorded. */
export const previewCollections = (context: CommandContext, options: CollectionOptions & MomentOptions): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const moment = await momentOf(log, options);
    const request = await requestOf(log, options, moment.asOf?.slice(0, 10) ?? log.legalNow);
    const book = await (await rulesOf(log)).at(moment.knownAt);
    const filed = await filedFigures(logAt(log, moment), request);
    const preview = await withViewsAt(context, log, ['collections'], moment, (views, store) =>
      previewCollectionReturn({ store, views, book }, request),
    );
    if ('rejected' in preview) throw refusedAs(preview.rejected);
    const { outstanding, computed } = preview;
    const { figures, undelivered } = computed;
    await context.output.answer({ figures, filed: filed !== undefined, outstanding, undelivered }, () =>
      [
        figuresText(figures),
        ...(outstanding.length === 0 ? [] : ['', `to be filed first: ${outstanding.join(', ')}`]),
        ...undelivered.map(({ consignmentNumber, at }) => `not delivered  ${consignmentNumber}  ${at}`),
      ].join('\n'),
    );
    return exitCodes.done;
  });

/** Files it, oldest first; once. */
export const fileCollections = (
  context: CommandContext,
  { on, ...options }: CollectionOptions & { readonly on?: string },
): Promise<ExitCode> =>
  withPresentLedger(context, async (ledger) => {
    const { store, views, runner } = ledger;
    context.output.progress('the processes react ...');
    await ledger.settle();
    await ledger.catchUp();
    const book = ledger.rules.current();
    const request = await requestOf(ledger, options, on ?? (await ledger.legalNow()));
    const known = await filedFigures(ledger, request);
    const filed =
      known === undefined ? accepted(await fileCollectionReturn({ store, views, book, runner }, request, { actor })) : undefined;
    const figures = known ?? filed?.events.find((event) => event.type === 'CollectionReturnFiled')?.data;
    await ledger.settle();
    await context.output.answer({ figures, alreadyFiled: known !== undefined }, () =>
      [
        known === undefined ? `Filed on ${request.filedOn}.` : `Filed on ${known.filedOn} already.`,
        ...(figures === undefined ? [] : [figuresText(figures)]),
      ].join('\n'),
    );
    return exitCodes.done;
  });
