import {
  type CreditEffect,
  creditLinkRule,
  type LineClass,
  linkCredits,
  readRetailFiles,
  type RetailSettings,
  RetailTelling,
  type RetailTrade,
} from '#advance-data';
import type { RuleBook } from '#rules';
import { iossNumber, parties, ukVatNumber } from './parties';
import type { DemoRequest, InputDigest } from './settings';
import { DemoInputError } from './stage';
import type { Trade } from './trade';

const sorted = <K extends string>(counts: ReadonlyMap<K, number>): Readonly<Record<string, number>> =>
  Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));

const settingsOf = (request: DemoRequest): RetailSettings => ({
  seller: parties.vendor.collector,
  currency: request.currency,
  dispatchCountry: request.dispatch,
  ...(request.rebase === undefined ? {} : { rebase: request.rebase }),
  schemeNumbers: { 'EU-IOSS': iossNumber, 'UK-SUPPLY': ukVatNumber },
});

/** Moments of the first order and of the last fact as told, after the move in time. */
const span = (telling: RetailTelling): { readonly from: string; readonly until: string } => {
  let from = '';
  let until = '';
  for (const { dispatch, invoice } of telling.documents()) {
    const moment = dispatch.context.effectiveAt;
    if (!invoice.credit && (from === '' || moment < from)) from = moment;
    if (moment > until) until = moment;
  }
  return { from, until };
};

/** Effects of credits by the order they are for, each in the order of the credits. */
const byOrder = (effects: readonly CreditEffect[]): ReadonlyMap<string, readonly CreditEffect[]> => {
  const orders = new Map<string, CreditEffect[]>();
  for (const effect of effects) {
    const known = orders.get(effect.order);
    if (known === undefined) orders.set(effect.order, [effect]);
    else known.push(effect);
  }
  return orders;
};

/** What is said of files without an order: the first line that was refused mostly tells why. */
const withoutOrders = (files: readonly string[], { read, rejections }: RetailTrade): DemoInputError => {
  const [first] = rejections;
  const why =
    first === undefined
      ? 'expected the Online Retail layout with its header'
      : `${files[first.file] ?? ''} line ${String(first.line)}: ${first.fault.code} ${first.fault.field}: ${first.fault.message}`;
  return new DemoInputError('NO_LINES', 'orders', `${files.join(', ')}: no order in ${String(read)} lines; ${why}`);
};

/**
 * The trade told by order files in the Online Retail layout. Rejects with SourceUnreadableError where a file cannot be read, DemoInputError
 * where they tell no order.
 */
export const readRetailTrade = async (
  request: DemoRequest,
  inputs: readonly InputDigest[],
  context: { readonly rules: RuleBook; readonly installationKey: Uint8Array; readonly actor: string },
  progress: (lines: number) => void,
): Promise<Trade & { readonly retail: RetailTrade }> => {
  const retail = await readRetailFiles(request.orders, progress);
  if (retail.invoices.every(({ credit }) => credit)) throw withoutOrders(request.orders, retail);
  const links = linkCredits(retail.invoices);
  const effects = byOrder(links.effects);
  const telling = new RetailTelling(
    retail,
    settingsOf(request),
    context.rules,
    context,
    inputs.map(({ sha256 }) => sha256),
  );
  const effectsOn = (order: string, kind: CreditEffect['kind']) =>
    (effects.get(order) ?? []).filter((effect) => effect.kind === kind).map((effect) => telling.effect(effect, creditLinkRule));
  return {
    retail,
    lines: { read: retail.read, accepted: retail.accepted, rejected: sorted(retail.rejected), classes: sorted<LineClass>(retail.classes) },
    sums: retail.sums,
    credits: links.counts,
    ...span(telling),
    documents: function* () {
      for (const { dispatch, invoice } of telling.documents())
        yield {
          dispatch,
          announcedMonthsLate: 0,
          cancellations: effectsOn(invoice.number, 'cancellation'),
          returns: effectsOn(invoice.number, 'return'),
        };
    },
  };
};
