import { commandIdOfMessage, startOfLegalDay } from '#event-catalogue';
import { type CommandContext, type CommandOutcome, type CommandRunner } from '#event-store';
import { zoneOfAuthority } from '#rules';
import { collectionReturnDecider, type FileCollectionReturn } from './collection-return.decider';
import {
  type CollectionReturnComputed,
  type CollectionReturnRequest,
  type ComputedCollectionReturn,
  collectionPeriod,
  computeCollectionReturn,
} from './compute-collection-return';
import { type ReturnSources } from './file-return';
import { outstandingReturns } from './outstanding-returns';
import { type CollectionReturnEvent, type CollectionsRedenominated } from './scheme-returns.events';
import { refuse } from './scheme-returns.rejections';
import { schemeReturnStream } from './scheme-returns.streams';
import { collectionsOfReturn, undeliveredOfReturn } from './views/collections.queries';

/** `firstDay`: the day the authorisation became valid; a return is due for every month since, a nil one too. */
export type CollectionReturnToFile = CollectionReturnRequest & { readonly firstDay: string };

/** The figures as they would be filed now; nothing is written. The read model must have reached the moment that counts. */
export const previewCollectionReturn = async (
  { store, views, book }: ReturnSources,
  request: CollectionReturnToFile,
): Promise<CollectionReturnComputed & { readonly outstanding: readonly string[] }> => {
  const { schemeNumber, holder, authority, period } = request;
  const found = collectionPeriod(book, request);
  if (found === undefined)
    return { ...refuse('PERIOD_UNKNOWN', `EU-SA has no period ${period} at ${authority}`, { field: 'period' }), outstanding: [] };
  const asked = { holder, state: authority.replace(/^EU-/, ''), schemeNumber, period, until: found.until };
  const computed = await computeCollectionReturn(book, request, {
    collections: collectionsOfReturn(views, asked),
    undelivered: await undeliveredOfReturn(views, asked),
  });
  return { ...computed, outstanding: await outstandingReturns(store, book, { scheme: 'EU-SA', ...request }, period) };
};

/**
 * Computes the return and files it, as `fileReturn` does: filing again repeats the first answer, other content under another command id is
 * refused.
 */
export const fileCollectionReturn = async (
  sources: ReturnSources & { readonly runner: Pick<CommandRunner, 'run'> },
  request: CollectionReturnToFile,
  context: Pick<CommandContext, 'actor'> & Partial<CommandContext>,
): Promise<CommandOutcome<CollectionReturnEvent | CollectionsRedenominated>> => {
  const { authority, schemeNumber, period } = request;
  const preview = await previewCollectionReturn(sources, request);
  if ('rejected' in preview) return { kind: 'rejected', rejection: preview.rejected, revision: 'no_stream' };
  return sources.runner.run({
    decider: collectionReturnDecider,
    stream: schemeReturnStream(authority, schemeNumber, period),
    command: commandOf(preview.computed, preview.outstanding),
    context: {
      commandId: commandIdOfMessage({
        book: authority,
        issuer: authority,
        kind: 'collection-return',
        reference: `${schemeNumber}/${period}`,
        version: '1',
      }),
      book: authority,
      effectiveAt: startOfLegalDay(request.filedOn, zoneOfAuthority(sources.book, authority) ?? 'utc'),
      ...context,
    },
  });
};

/** The command that files what was computed. */
export const commandOf = ({ figures, redenominated }: ComputedCollectionReturn, outstanding: readonly string[]): FileCollectionReturn => ({
  type: 'FileCollectionReturn',
  figures,
  ...(redenominated === undefined ? {} : { redenominated }),
  outstanding,
});
