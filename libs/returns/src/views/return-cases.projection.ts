import { idOf } from '#event-catalogue';
import { type LoggedEvent, projection, type Row, type Rows } from '#read-model';
import { type ReturnReportedData } from '../return-case.state';
import { type ReturnCaseEvent } from '../returns.events';
import { returnCaseParties, returnCases } from './returns.tables';

/** Returns with what the search for their goods came to, and the parties that may see each. */
export const returnCasesProjection = projection({
  name: 'return-cases',
  version: 1,
  categories: ['returnCase'],
  tables: [returnCases, returnCaseParties],
  apply: (events, rows) => {
    for (const event of events) applyEvent(event as LoggedEvent & ReturnCaseEvent, rows);
  },
});

type CaseRow = Row<typeof returnCases>;

const applyEvent = (event: LoggedEvent & ReturnCaseEvent, rows: Rows): void => {
  const returnCase = idOf(event.stream);
  if (event.type === 'ReturnReported') reported(returnCase, event.data, rows);
  else if (event.type === 'ReturnMatched')
    put(returnCase, rows, { status: 'matched', rule: event.data.rule, matched_units: event.data.units });
  else put(returnCase, rows, { status: 'unmatched', reason: event.data.reason, candidates: event.data.candidates });
};

const reported = (return_case: string, data: ReturnReportedData, rows: Rows): void => {
  const { reporter, returnReference, reportedAt: reported_at, ground, consignmentNumber, original, lines } = data;
  const units = lines.reduce((total, { quantity }) => total + quantity, 0);
  rows.put(returnCases, {
    return_case,
    reporter,
    return_reference: returnReference,
    reported_at,
    ground,
    units,
    status: 'reported',
    ...(consignmentNumber === undefined ? {} : { consignment_number: consignmentNumber }),
  });
  for (const party of new Set([reporter, original.carrier, original.seller]))
    if (party !== undefined) rows.put(returnCaseParties, { party, reported_at, return_case });
};

/** What a former answer said is gone with it. */
const put = (return_case: string, rows: Rows, answer: Pick<CaseRow, 'status'> & Partial<CaseRow>): void => {
  const row = rows.get(returnCases, { return_case });
  if (row === undefined) throw new Error(`return ${return_case} was never reported`);
  const { rule: _, matched_units: __, reason: ___, candidates: ____, ...report } = row;
  rows.put(returnCases, { ...report, ...answer });
};
