import { findStatement } from '#accounts';
import {
  beneficiaryShares,
  directions,
  drawSample,
  findManualEntries,
  manualHows,
  obligationKinds,
  Obligations,
  obligationStates,
  populationOf,
  readProjections,
  type SampledThing,
  sampledThings,
  statementLines,
  type Stratify,
  TieOut,
  Trace,
  withTotal,
} from '#enquiries';
import {
  book,
  code,
  day,
  instant,
  MalformedValueError,
  oneOf,
  partyCode,
  present,
  reference,
  type Shape,
  textUpTo,
} from '#event-catalogue';
import type { Position } from '#event-store';
import { evidenceKinds, findEvidenceRequests } from '#evidence-requests';
import type { Row } from '#export';
import { rowDocument } from '#read-model';
import { Reconciliation } from '#reconciliation';
import { addDays, askedCurrency, isIossNumber } from '#rules';
import { PastLog } from '#runtime';
import { dimensions, dimensionsOf, RecordedTrade, shippedValueBands, StatisticsTooLargeError, tradeStatistics } from '#study';
import { CannotRunError } from '../exit';
import { linesOfReturn } from '../lines-of-return';
import { rulesAt } from '../recompute';
import { grantedNumber } from '../scheme-return';
import { allPages, allRows, documents, pageAfter, type AskedRows, type Source, wholeNumberText } from './source';

const optional = (shape: Shape<string>) => ({ shape });
const required = (shape: Shape<string>) => ({ shape, required: true }) as const;
/** A required filter is there when the rows are read. */
const given = ({ filters }: AskedRows, name: string): string => filters[name] ?? '';

const byDimensions: Shape<string> = {
  parse: (value, at) => {
    if (typeof value !== 'string' || dimensionsOf(value) === undefined)
      throw new MalformedValueError(at, `some of ${dimensions.join(', ')}, each once, with commas between`);
    return value;
  },
  schema: { type: 'string' },
};

const absent = (name: string, what: string): CannotRunError => new CannotRunError('NOT_FOUND', `${name}: ${what}`, '--filter');

const obligations = ({ views, log, filters, question }: AskedRows): AsyncGenerator<Row> => {
  const asked = new Obligations(log.store, views);
  const found = allPages(async (after) => {
    const page = await asked.list(question, filters, pageAfter(after));
    return { rows: page.obligations, next: page.next };
  });
  return documents(found, (one) => one);
};

const evidenceRequests = ({ views, filters, today, question: { asOf, knownAt } }: AskedRows): AsyncGenerator<Row> => {
  const found = allPages(async (after) => {
    const { requests, next } = await findEvidenceRequests(views, filters, { asOf, knownAt }, today, pageAfter(after));
    return { rows: requests, next };
  });
  return documents(found, (one) => one);
};

const manualEntries = ({ views, filters, asOf, knownAt }: AskedRows): AsyncGenerator<Row> => {
  const moment = { knownAt, ...(asOf === undefined ? {} : { asOf }) };
  return documents(
    allRows(
      (after) => findManualEntries(views, { ...filters, ...moment, ...pageAfter(after) }),
      ({ position }) => position,
    ),
    rowDocument,
  );
};

async function* distributions(asked: AskedRows): AsyncGenerator<Row> {
  const { log, filters, asOf, knownAt } = asked;
  const store = new PastLog(log.store, { knownAt: knownAt as Position, ...(asOf === undefined ? {} : { asOf }) });
  yield* documents(
    await beneficiaryShares(
      { ...log, store },
      { authority: given(asked, 'authority'), ...(filters['beneficiary'] === undefined ? {} : { beneficiary: filters['beneficiary'] }) },
    ),
    (share) => share,
  );
}

async function* sample(asked: AskedRows): AsyncGenerator<Row> {
  // The values are those that their shapes let through.
  const {
    of,
    from,
    to,
    seed,
    size: text,
    stratify = 'none',
    monetaryUnit,
  } = asked.filters as Readonly<Record<'from' | 'to' | 'seed' | 'size', string>> & {
    readonly of: SampledThing;
    readonly stratify?: Stratify;
    readonly monetaryUnit?: string;
  };
  const size = Number.parseInt(text, 10);
  const drawn = await drawSample(populationOf(asked.views, of, { from, before: addDays(to, 1) }), {
    seed,
    size,
    stratify,
    monetaryUnit: monetaryUnit === 'true',
  });
  yield { of, from, to, seed, size, ...drawn };
}

async function* tieOut({ views, log, filters, question }: AskedRows): AsyncGenerator<Row> {
  const report = await new Reconciliation(views).reconcile(question);
  const sheets = new TieOut(views).sheets(question, report, (position) => rulesAt(log, position as Position), filters);
  yield* documents(withTotal(sheets, question.knownAt, question.asOf), (line) => line);
}

async function* trace(asked: AskedRows): AsyncGenerator<Row> {
  const subject = given(asked, 'subject');
  const steps = await new Trace(asked.log, asked.views).whole(subject, given(asked, 'direction') === 'up' ? 'up' : 'down', {});
  if (steps === undefined) throw absent(subject, 'no such thing is in the log');
  yield* documents(steps, (step) => step);
}

async function* linesOfStatement(asked: AskedRows): AsyncGenerator<Row> {
  const name = given(asked, 'statement');
  const statement = await findStatement(asked.views, name);
  if (statement === undefined) throw absent(name, 'no statement has this reference');
  yield* documents(statementLines(asked.views, statement), (line) => line);
}

async function* linesOfSupplies(asked: AskedRows): AsyncGenerator<Row> {
  const { log, views, ruleBook: rules, today } = asked;
  const number = given(asked, 'schemeNumber');
  const granted = await grantedNumber(log.store, log.catalogue, isIossNumber(number) ? 'EU-IOSS' : 'UK-SUPPLY', number);
  yield* documents(await linesOfReturn({ log, views, rules, today }, granted, given(asked, 'period')), (line) => line);
}

async function* statistics({ log, filters, ruleBook, question: moment }: AskedRows): AsyncGenerator<Row> {
  const { from, to, by, currency: of = 'EUR', least } = filters;
  const asked = {
    by: by === undefined ? [] : (dimensionsOf(by) ?? []),
    currency: of,
    bands: shippedValueBands(),
    window: present({ from, to }),
    ...(least === undefined ? {} : { least: Number.parseInt(least, 10) }),
  };
  try {
    yield {
      ...(await tradeStatistics(
        new RecordedTrade(log.store, log.catalogue, { asOf: moment.asOf, knownAt: moment.knownAt as Position }),
        ruleBook,
        asked,
      )),
    };
  } catch (error) {
    throw error instanceof StatisticsTooLargeError ? new CannotRunError('STATISTICS_TOO_LARGE', error.message, '--filter') : error;
  }
}

export const enquirySources = {
  obligations: {
    judged: true,
    projections: readProjections.obligations,
    filters: {
      holder: optional(partyCode),
      authority: optional(book),
      kind: optional(oneOf(...obligationKinds)),
      state: optional(oneOf(...obligationStates)),
      currency: optional(askedCurrency),
    },
    rows: obligations,
  },
  'evidence-requests': {
    judged: true,
    filters: {
      party: optional(partyCode),
      subject: optional(reference),
      kind: optional(oneOf(...evidenceKinds)),
      status: optional(oneOf('open', 'overdue', 'supplied', 'declined', 'withdrawn')),
    },
    rows: evidenceRequests,
  },
  distributions: { filters: { authority: required(book), beneficiary: optional(code) }, rows: distributions },
  'statement-lines': { projections: readProjections.statementLines, filters: { statement: required(reference) }, rows: linesOfStatement },
  'return-lines': {
    projections: readProjections.returnLines,
    filters: { schemeNumber: required(reference), period: required(code) },
    rows: linesOfSupplies,
  },
  trace: {
    projections: readProjections.trace,
    filters: { subject: required(reference), direction: required(oneOf(...directions)) },
    rows: trace,
  },
  statistics: {
    judged: true,
    filters: {
      from: optional(day),
      to: optional(day),
      by: optional(byDimensions),
      currency: optional(askedCurrency),
      least: optional(wholeNumberText(0, 1_000_000)),
    },
    rows: statistics,
  },
  'manual-entries': {
    filters: {
      book: optional(book),
      event: optional(code),
      how: optional(oneOf(...manualHows)),
      person: optional(partyCode),
      from: optional(instant),
    },
    rows: manualEntries,
  },
  sample: {
    projections: readProjections.sample,
    filters: {
      of: required(oneOf(...sampledThings)),
      from: required(day),
      to: required(day),
      size: required(wholeNumberText(1, 1000)),
      seed: required(textUpTo(100)),
      stratify: optional(oneOf('none', 'currency', 'authority')),
      monetaryUnit: optional(oneOf('true', 'false')),
    },
    rows: sample,
  },
  'tie-out': {
    projections: readProjections.tieOut,
    filters: { authority: optional(book), holder: optional(partyCode), schemeNumber: optional(reference), period: optional(code) },
    rows: tieOut,
  },
} as const satisfies Readonly<Record<string, Source>>;
