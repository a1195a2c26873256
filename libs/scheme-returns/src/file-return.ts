import { commandIdOfMessage, startOfLegalDay } from '#event-catalogue';
import { type CommandContext, type CommandOutcome, type CommandRunner, type EventStore } from '#event-store';
import { type ReadModel } from '#read-model';
import { type RuleBook, zoneOfAuthority } from '#rules';
import { computeReturnOf, type ReturnComputed, type ReturnRequest } from './compute-return';
import { outstandingReturns } from './outstanding-returns';
import { schemeReturnDecider } from './scheme-return.decider';
import { type SchemeReturnEvent } from './scheme-returns.events';
import { schemeReturnStream } from './scheme-returns.streams';
import { suppliesOfReturn } from './views/supplies.queries';

/** What returns are computed from. The read model must have reached the moment that counts: wait for the head of the log first. */
export interface ReturnSources {
  readonly store: EventStore;
  readonly views: ReadModel;
  readonly book: RuleBook;
}
/** `firstDay`: the day the scheme number became valid; returns are due from its period on. */
export type ReturnToFile = ReturnRequest & { readonly firstDay: string };

/** The figures as they would be filed now, leaving earlier periods to their own outstanding returns; nothing is written. */
export const previewReturn = async (
  { store, views, book }: ReturnSources,
  request: ReturnToFile,
): Promise<ReturnComputed & { readonly outstanding: readonly string[] }> => {
  const outstanding = await outstandingReturns(store, book, request, request.period);
  return {
    ...(await computeReturnOf(book, request, suppliesOfReturn(views, request.schemeNumber, request.period, outstanding))),
    outstanding,
  };
};

/**
 * Computes the return and files it, as of the beginning of the filing day at the authority. The command id follows from number and period
 * unless the context brings its own: filing again repeats the first answer, whatever was recorded meanwhile; under another command id other
 * content is refused (RETURN_ALREADY_FILED).
 */
export const fileReturn = async (
  sources: ReturnSources & { readonly runner: Pick<CommandRunner, 'run'> },
  request: ReturnToFile,
  context: Pick<CommandContext, 'actor'> & Partial<CommandContext>,
): Promise<CommandOutcome<SchemeReturnEvent>> => {
  const { authority, schemeNumber, period } = request;
  const preview = await previewReturn(sources, request);
  if ('rejected' in preview) return { kind: 'rejected', rejection: preview.rejected, revision: 'no_stream' };
  return sources.runner.run({
    decider: schemeReturnDecider,
    stream: schemeReturnStream(authority, schemeNumber, period),
    command: { type: 'FileReturn', figures: preview.computed.figures, outstanding: preview.outstanding },
    context: {
      commandId: commandIdOfMessage({
        book: authority,
        issuer: authority,
        kind: 'scheme-return',
        reference: `${schemeNumber}/${period}`,
        version: '1',
      }),
      book: authority,
      effectiveAt: startOfLegalDay(request.filedOn, zoneOfAuthority(sources.book, authority) ?? 'utc'),
      ...context,
    },
  });
};
