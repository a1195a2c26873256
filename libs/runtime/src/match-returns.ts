import { consignmentStream } from '#advance-data';
import { commandIdOfMessage, type EventCatalogue, idOf, streamName } from '#event-catalogue';
import type { CommandOutcome, CommandRunner, EventStore } from '#event-store';
import type { ReadModel } from '#read-model';
import { CaseReader } from '#reconciliation';
import {
  type MatchAnswer,
  matchReturn,
  type OriginalKeys,
  type RecordMatch,
  type RecordUnmatched,
  ReturnCandidates,
  returnCaseDecider,
  type ReturnCaseEvent,
} from '#returns';

/** Where returned goods are looked for. The read models must have reached the report. */
export interface MatchPlace {
  readonly store: EventStore;
  readonly catalogue: EventCatalogue;
  readonly views: ReadModel;
  readonly runner: Pick<CommandRunner, 'run'>;
}
type Report = Extract<ReturnCaseEvent, { readonly type: 'ReturnReported' }>['data'];

/** Everything is known and has happened: a search for goods has no viewpoint of its own. */
const now = { asOf: '9999-12-31T23:59:59.999Z' };

const reportOf = async (
  { store, catalogue }: MatchPlace,
  returnCase: string,
): Promise<{ readonly report?: Report; readonly matched: boolean }> => {
  let report: Report | undefined;
  let matched = false;
  for await (const stored of store.read(streamName('returnCase', returnCase))) {
    const event = catalogue.decode<ReturnCaseEvent>(stored);
    if (event.type === 'ReturnReported') report = event.data;
    matched = event.type === 'ReturnMatched' || (matched && event.type !== 'ReturnUnmatched');
  }
  return { matched, ...(report === undefined ? {} : { report }) };
};

/** Folds streams into the candidates, with the return cases whose units they have counted. */
const foldStreams = async ({ store, catalogue }: MatchPlace, candidates: ReturnCandidates, streams: Iterable<string>): Promise<void> => {
  const cases = new Set<string>();
  for (const stream of streams)
    for await (const stored of store.read(stream)) {
      const event = catalogue.decode(stored);
      candidates.fold(event);
      if (event.type === 'QuantityReturned') cases.add((event.data as { readonly returnCase: string }).returnCase);
    }
  for (const returnCase of cases)
    for await (const stored of store.read(streamName('returnCase', returnCase))) candidates.fold(catalogue.decode(stored));
};

/** The streams of everything that belongs to what a number names: order number, consignment number or MRN. */
const streamsNamed = async (reader: CaseReader, keys: OriginalKeys): Promise<ReadonlySet<string>> => {
  const streams = new Set<string>();
  for (const term of [keys.consignmentNumber, keys.mrn, keys.orderNumber])
    for (const subject of term === undefined ? [] : await reader.find(term))
      for (const { subject: own } of (await reader.caseOf(subject))?.legs ?? []) streams.add(own);
  return streams;
};

/** All goods of the log: for a return that names nothing but articles. */
const foldLog = async ({ store, catalogue }: MatchPlace, candidates: ReturnCandidates): Promise<void> => {
  for await (const { events } of store.readAll({ categories: ['order', 'consignment', 'declaration', 'returnCase'] }))
    for (const stored of events) candidates.fold(catalogue.decode(stored));
};

/** What a reported return answers, by the key chain; undefined where it is not reported or is matched already. */
export const findReturnedGoods = async (place: MatchPlace, returnCase: string): Promise<MatchAnswer | undefined> => {
  const { report, matched } = await reportOf(place, returnCase);
  if (report === undefined || matched) return undefined;
  const candidates = new ReturnCandidates();
  const announced = report.consignmentNumber === undefined ? [] : [consignmentStream(report.reporter, report.consignmentNumber)];
  await foldStreams(place, candidates, announced);
  const crossed = report.consignmentNumber === undefined ? undefined : candidates.crossReference(report.consignmentNumber, report.reporter);
  const keys: OriginalKeys = { ...crossed, ...report.original };
  if (keys.consignmentNumber === undefined && keys.mrn === undefined && keys.orderNumber === undefined) await foldLog(place, candidates);
  else await foldStreams(place, candidates, await streamsNamed(new CaseReader(place.views, now), keys));
  return matchReturn(report, candidates);
};

const commandOf = (answer: MatchAnswer, day: string): RecordMatch | RecordUnmatched => {
  if (answer.kind === 'unmatched') return { type: 'RecordUnmatched', reason: answer.reason, candidates: answer.candidates, checkedOn: day };
  const { units, rule, ruleVersion } = answer;
  return { type: 'RecordMatch', units, rule, ruleVersion, matchedOn: day };
};

/**
 * Looks for the goods of a reported return and records what was found, or that nothing was. `day` is the legal day of the search. Asked
 * again on another day it looks again where nothing was found before; undefined where there is nothing to look for. `ifRevision`: only
 * while the return has this one.
 */
export const matchReturnCase = async (
  place: MatchPlace,
  returnCase: string,
  day: string,
  actor: string,
  ifRevision?: bigint,
): Promise<CommandOutcome<ReturnCaseEvent> | undefined> => {
  const answer = await findReturnedGoods(place, returnCase);
  if (answer === undefined) return undefined;
  const stream = streamName('returnCase', returnCase);
  const command = commandOf(answer, day);
  const commandId = commandIdOfMessage({
    book: '-',
    issuer: actor,
    kind: 'match-return',
    reference: `${idOf(stream)}/${day}`,
    version: '1',
  });
  return place.runner.run({
    decider: returnCaseDecider,
    stream,
    command,
    context: {
      commandId,
      actor,
      book: '-',
      effectiveAt: `${day}T12:00:00.000Z`,
      ...(ifRevision === undefined ? {} : { ifRevision }),
    },
  });
};
