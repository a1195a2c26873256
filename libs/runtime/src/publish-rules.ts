import { canonicalJson, commandIdOfMessage, sha256Hex, streamFor } from '#event-catalogue';
import { accept, type CommandOutcome, type CommandRunner, type Decider, type EventStore } from '#event-store';
import { measureId, ruleSetReference, type RulesEvent } from '#rules';

/** Publishes one table, or one chunk of it: what an authority said, as it was read. */
export type PublishRules = Readonly<{ type: 'PublishRules'; event: RulesEvent }>;

/** The rows of a table as they stand: content by key. */
export type RuleSetState = Readonly<{ rows: ReadonlyMap<string, string> }>;

/**
 * The rows that an event puts in a table under the keys of the rule book. An annulled measure is a row too: it lasts until the measure is
 * published again.
 */
const rowsOf = (event: RulesEvent): readonly (readonly [key: string, row: unknown])[] => {
  switch (event.type) {
    case 'RuleSetPublished':
      return [[event.data.from, event.data]];
    case 'MeasuresPublished':
      return event.data.measures.map((row) => [measureId({ ...event.data, ...row }), row]);
    case 'MeasureAnnulled':
      return [[event.data.measureId, { voidFrom: event.data.voidFrom }]];
    case 'ExchangeRatesPublished':
      return event.data.rates.map((row) => [row.day, row.rate]);
    case 'VatRatesPublished':
      return event.data.rates.map((row) => [`${row.category} ${row.from}`, row]);
    case 'TolerancesPublished': {
      const { from, tolerances, deadlines } = event.data;
      return [[from, { tolerances, deadlines }]];
    }
    case 'ShortPaymentTolerancePublished':
      return [[event.data.from, event.data.tolerances]];
  }
};

/** The same rows again are no event, whatever file they come from: where a table was read says nothing about what it says. */
export const ruleSetDecider: Decider<PublishRules, RuleSetState, RulesEvent> = {
  category: 'ruleSet',
  initial: { rows: new Map() },
  evolve: ({ rows }, event) => ({ rows: new Map([...rows, ...rowsOf(event).map(([key, row]) => [key, canonicalJson(row)] as const)]) }),
  decide: ({ event }, { rows }) => (rowsOf(event).every(([key, row]) => rows.get(key) === canonicalJson(row)) ? accept() : accept(event)),
};

/** The stream of the table that an event belongs to. */
export const ruleSetStream = (event: RulesEvent): string =>
  streamFor({ category: 'ruleSet', book: '-', issuer: 'TIDEWAITER', reference: ruleSetReference(event) });

/** Where rules are published, by whom, and from when they count. */
export interface RulesPublication {
  readonly runner: CommandRunner;
  readonly store: EventStore;
  readonly actor: string;
  /** Accounting moment of the publication, RFC 3339 UTC. */
  readonly effectiveAt: string;
}

/**
 * Publishes rules to their streams and answers with the outcome of each event, in order. A table may go back to what it said before, so the
 * place in the stream is part of the command's name, and content, not the name, is what makes a repetition.
 */
export const publishRules = async (
  { runner, store, actor, effectiveAt }: RulesPublication,
  events: readonly RulesEvent[],
): Promise<readonly CommandOutcome<RulesEvent>[]> => {
  const lengths = new Map<string, number>();
  const dispatches = [];
  for (const event of events) {
    const stream = ruleSetStream(event);
    if (!lengths.has(stream)) lengths.set(stream, await lengthOf(store, stream));
    const version = `${String(lengths.get(stream))}/${sha256Hex(canonicalJson(event))}`;
    const commandId = commandIdOfMessage({
      book: '-',
      issuer: 'TIDEWAITER',
      kind: 'publish-rules',
      reference: ruleSetReference(event),
      version,
    });
    dispatches.push({
      decider: ruleSetDecider,
      stream,
      command: { type: 'PublishRules' as const, event },
      context: { commandId, actor, book: '-', effectiveAt },
    });
  }
  return runner.runAll(dispatches);
};

const lengthOf = async (store: EventStore, stream: string): Promise<number> => {
  for await (const { revision } of store.read(stream, { direction: 'backwards', max: 1 })) return Number(revision) + 1;
  return 0;
};
