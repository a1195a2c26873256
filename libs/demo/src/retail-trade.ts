import { type CreditEffect, creditLinkRule, type LineClass, linkCredits, readRetailFiles, type RetailSettings, RetailTelling, type RetailTrade } from '#advance-data';
import type { RuleBook } from '#rules';
import { iossNumber, parties, ukVatNumber } from './parties';
import type { DemoRequest, InputDigest } from './settings';
import type { Trade } from './trade';

const sorted = <K extends string>(counts: ReadonlyMap<K, number>): Readonly<Record<string, number>> => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));

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

const effectsOf = (telling: RetailTelling, effects: readonly CreditEffect[], kind: CreditEffect['kind']) =>
  function* () {
    for (const effect of effects) if (effect.kind === kind) yield telling.effect(effect, creditLinkRule);
  };

/** The trade told by order files in the Online Retail layout. Rejects with SourceUnreadableError where a file cannot be read. */
export const readRetailTrade = async (
  request: DemoRequest,
  inputs: readonly InputDigest[],
  context: { readonly rules: RuleBook; readonly installationKey: Uint8Array; readonly actor: string },
  progress: (lines: number) => void,
): Promise<Trade & { readonly retail: RetailTrade }> => {
  const retail = await readRetailFiles(request.orders, progress);
  const links = linkCredits(retail.invoices);
  const telling = new RetailTelling(retail, settingsOf(request), context.rules, context, inputs.map(({ sha256 }) => sha256));
  return {
    retail,
    lines: { read: retail.read, accepted: retail.accepted, rejected: sorted(retail.rejected), classes: sorted<LineClass>(retail.classes) },
    sums: retail.sums,
    credits: links.counts,
    ...span(telling),
    documents: function* () {
      for (const { dispatch } of telling.documents()) yield { dispatch, announcedMonthsLate: 0 };
    },
    cancellations: effectsOf(telling, links.effects, 'cancellation'),
    returns: effectsOf(telling, links.effects, 'return'),
  };
};
