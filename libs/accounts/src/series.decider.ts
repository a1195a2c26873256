import { accept, type CommandOutcome, type Decider, type Decision } from '#event-store';
import { type SeriesEvent } from './accounts.events';
import { refuse } from './accounts.rejections';
import { GrowingMap } from './growing-map';

/** The next number of a series for one document. Authority and kind name the series; `subject` is the document's id. */
export type AssignNumber = Readonly<{ type: 'AssignNumber'; authority: string; kind: string; subject: string }>;
/** A number series: which document has which number. */
export type SeriesState = Readonly<{ authority?: string; kind?: string; numbers: GrowingMap<number> }>;

const evolve = ({ numbers }: SeriesState, { data }: SeriesEvent): SeriesState => ({
  authority: data.authority,
  kind: data.kind,
  numbers: numbers.with(data.subject, data.number),
});

/**
 * Numbers begin at 1 and have no gaps (docs/accounting.md, law I19). A document has one number for ever; asking again under another command
 * says which.
 */
const decide = ({ authority, kind, subject }: AssignNumber, state: SeriesState): Decision<SeriesEvent> => {
  if (state.authority !== undefined && (state.authority !== authority || state.kind !== kind))
    return refuse('SERIES_MISMATCH', 'the command is for another series');
  const number = state.numbers.get(subject);
  if (number !== undefined)
    return refuse('NUMBER_ALREADY_ASSIGNED', `the document has number ${String(number)}`, {
      field: 'subject',
      details: { number: String(number) },
    });
  return accept({ type: 'NumberAssigned', data: { authority, kind, number: state.numbers.size + 1, subject } });
};

/** Number series without gaps, one per authority and kind of document. */
export const seriesDecider: Decider<AssignNumber, SeriesState, SeriesEvent> = {
  category: 'series',
  initial: { numbers: GrowingMap.empty() },
  evolve,
  decide,
};

/** The number that a document has after it was asked for, now or by another command before; none where the answer is neither. */
export const givenNumber = (outcome: CommandOutcome<SeriesEvent>): number | undefined => {
  if (outcome.kind === 'accepted') return outcome.events[0]?.data.number;
  const given =
    outcome.kind === 'rejected' && outcome.rejection.code === 'NUMBER_ALREADY_ASSIGNED' ? outcome.rejection.details?.['number'] : undefined;
  return given === undefined ? undefined : Number.parseInt(given, 10);
};
