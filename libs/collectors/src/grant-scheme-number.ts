import { commandIdOfEffect, type EventCatalogue } from '#event-catalogue';
import { type CommandContext, type CommandOutcome, type CommandRunner, type EventStore } from '#event-store';
import { type GrantSchemeNumber } from './collectors.commands';
import { collectorDecider } from './collectors.decider';
import { type CollectorEvent } from './collectors.events';
import { collectorStream, schemeNumberStream } from './collectors.streams';
import { schemeNumberDecider } from './scheme-number.decider';

/** Where a grant is decided. */
export interface GrantPlace {
  readonly store: EventStore;
  readonly catalogue: EventCatalogue;
  readonly runner: Pick<CommandRunner, 'run'>;
}

/**
 * Grants a scheme number in two steps: the number's own stream says whose it is, then the collector's stream records the grant. Each step
 * has its command id from `context`, so the same request again finishes what a crash left between them. Nothing is reserved for a grant
 * that the collector's stream would refuse as it stands. A rejection of either step is the answer.
 */
export const grantSchemeNumber = async (
  place: GrantPlace,
  collector: string,
  command: GrantSchemeNumber,
  context: CommandContext,
): Promise<CommandOutcome<CollectorEvent>> => {
  const stream = collectorStream(collector);
  const refusal = await refusedAlready(place, stream, command);
  if (refusal !== undefined) return refusal;
  const { scheme, schemeNumber, validFrom: reservedFrom } = command;
  const { ifRevision: _ifRevision, requestHash: _requestHash, ...shared } = context;
  const reserved = await place.runner.run({
    decider: schemeNumberDecider,
    stream: schemeNumberStream(scheme, schemeNumber),
    command: { type: 'ReserveSchemeNumber', scheme, schemeNumber, collector, reservedFrom },
    context: {
      ...shared,
      commandId: commandIdOfEffect('grant-scheme-number', { commandId: context.commandId, index: '0' }, 'reserve'),
      causationId: `${context.commandId}/0`,
    },
  });
  if (reserved.kind !== 'accepted') return reserved;
  return place.runner.run({ decider: collectorDecider, stream, command, context });
};

/** What the collector's stream says to the grant now, where that is a no. The decision itself is made again when the grant is run. */
const refusedAlready = async (
  { store, catalogue }: GrantPlace,
  stream: string,
  command: GrantSchemeNumber,
): Promise<CommandOutcome<CollectorEvent> | undefined> => {
  let state = collectorDecider.initial;
  let revision: bigint | 'no_stream' = 'no_stream';
  for await (const stored of store.read(stream)) {
    // A collector's stream holds the events of its own decider only.
    state = collectorDecider.evolve(state, catalogue.decode<CollectorEvent>(stored));
    revision = stored.revision;
  }
  const decision = collectorDecider.decide(command, state);
  return 'rejected' in decision ? { kind: 'rejected', rejection: decision.rejected, revision } : undefined;
};
