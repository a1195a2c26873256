import { consignmentStream, orderStream } from '#advance-data';
import { type DeclarationEvent } from '#declarations';
import { streamName } from '#event-catalogue';
import { textOf, unitsOf } from '../exact-units';
import { contribute, known, type Located } from './contribution';
import { type AssessmentLeg, type AuthorityLine, type Contribution, type DeclarationItem, type DeclarationLeg } from './leg';

type Told =
  | 'DeclarationLodged'
  | 'DeclarationAmended'
  | 'DeclarationItemsRecorded'
  | 'DutyAssessed'
  | 'AssessmentRefused'
  | 'AuthorityTaxRecorded'
  | 'ReleaseHeld'
  | 'DeclarationInvalidated'
  | 'RefundReserved'
  | 'RefundReservationReleased'
  | 'QuantityReturned';
type OfDeclaration = Extract<DeclarationEvent, { type: Told }>;
type DataOf<Name extends Told> = Extract<DeclarationEvent, { type: Name }>['data'];

/** What an event of a declaration says, under the declaration's stream. */
export const ofDeclaration = (event: Located<OfDeclaration>, declaration: string): Contribution => {
  switch (event.type) {
    case 'DeclarationLodged':
    case 'DeclarationAmended': {
      const body = declarationBody(event.data);
      return contribute(event, declaration, body, body.consignment === undefined ? [] : [body.consignment], [event.data.mrn]);
    }
    case 'DeclarationItemsRecorded': {
      const items = itemsOf(event.data.items);
      const procedures = [...new Set(event.data.items.flatMap(({ additionalProcedures }) => additionalProcedures))];
      return contribute(event, declaration, { kind: 'declarationItems', items, ...(procedures.length === 0 ? {} : { procedures }) }, [
        ...new Set(items.flatMap((item) => item.covers.map((c) => c.order))),
      ]);
    }
    case 'DutyAssessed':
      return contribute(event, declaration, assessmentBody(event.data));
    case 'AssessmentRefused':
      return contribute(event, declaration, {
        kind: 'refusal',
        version: event.data.version,
        code: event.data.code,
        message: event.data.message,
      });
    case 'AuthorityTaxRecorded': {
      const { mrn, version, message, currency } = event.data;
      return contribute(event, declaration, { kind: 'authorityTax', mrn, version, message, currency, lines: byTaxType(event.data.lines) });
    }
    case 'ReleaseHeld': {
      const { reason, missing } = event.data;
      return contribute(event, declaration, { kind: 'held', reason, ...(missing === undefined ? {} : { missing }) });
    }
    case 'DeclarationInvalidated': {
      const { ground, invalidatedOn, currency, payable } = event.data;
      return contribute(event, declaration, { kind: 'invalidation', ground, invalidatedOn, currency, payable });
    }
    case 'RefundReserved': {
      const { claim, channel, total, currency } = event.data;
      return contribute(event, declaration, { kind: 'reservation', claim: streamName('refundClaim', claim), channel, total, currency });
    }
    case 'RefundReservationReleased':
      return contribute(event, declaration, {
        kind: 'reservationEnd',
        claim: streamName('refundClaim', event.data.claim),
        reason: event.data.reason,
      });
    case 'QuantityReturned':
      return contribute(event, declaration, {
        kind: 'unitsReturned',
        ...event.data,
        returnCase: streamName('returnCase', event.data.returnCase),
      });
  }
};

/** Sums by tax type: reconciliation keeps no lines of assessments, so it compares a type of all items at once. */
const byTaxType = (lines: DataOf<'AuthorityTaxRecorded'>['lines']): readonly AuthorityLine[] => {
  const types = new Map<string, AuthorityLine>();
  for (const { seq: _seq, method: _method, ...one } of lines) {
    const line = { ...one, count: 1 };
    const known = types.get(line.taxType);
    types.set(line.taxType, known === undefined ? line : added(known, line));
  }
  return [...types.values()];
};
const added = (a: AuthorityLine, b: AuthorityLine): AuthorityLine => ({
  taxType: a.taxType,
  count: a.count + b.count,
  assessed: plus(a.assessed, b.assessed),
  payable: plus(a.payable, b.payable),
  ...(a.deducted === undefined && b.deducted === undefined ? {} : { deducted: plus(a.deducted ?? '0', b.deducted ?? '0') }),
});
const plus = (a: string, b: string): string => textOf(unitsOf(a) + unitsOf(b));

const declarationBody = (
  data: DataOf<'DeclarationLodged'> | DataOf<'DeclarationAmended'>,
): Omit<DeclarationLeg, 'subject' | 'position' | 'at'> => {
  const {
    authority,
    jurisdiction,
    mrn,
    lrn,
    version,
    dataset,
    declarant,
    accountHolder,
    currency,
    freight,
    insurance,
    discount,
    acceptedAt,
    acceptedOn,
    itemCount,
  } = data;
  return {
    kind: 'declaration',
    authority,
    jurisdiction,
    mrn,
    lrn,
    version,
    dataset,
    declarant,
    accountHolder,
    currency,
    freight,
    insurance,
    discount,
    acceptedAt,
    acceptedOn,
    itemCount,
    ...('amendedAt' in data ? { amendedAt: data.amendedAt } : {}),
    ...(data.carrier === undefined || data.consignmentNumber === undefined
      ? {}
      : { consignment: consignmentStream(data.carrier, data.consignmentNumber), consignmentNumber: data.consignmentNumber }),
    ...known(data, ['seller', 'scheme', 'schemeNumber', 'suppliedOn', 'statedValue']),
    ...(data.buyerType === 'consumer' ? {} : { buyerType: data.buyerType }),
    ...(data.transactionType === 'B2C' ? {} : { transactionType: data.transactionType }),
    ...(data.exchangeRow === undefined
      ? {}
      : { exchange: { base: data.exchangeRow.base, quote: data.exchangeRow.quote, rate: data.exchangeRow.rate } }),
  };
};

type DeclaredItems = DataOf<'DeclarationItemsRecorded'>['items'];

const itemsOf = (declared: DeclaredItems): readonly DeclarationItem[] => {
  const ids = new Map<string, string>();
  const idOfOrder = (seller: string, number: string): string => {
    const key = `${seller}\n${number}`;
    const found = ids.get(key) ?? orderStream(seller, number);
    ids.set(key, found);
    return found;
  };
  return declared.map(({ seq, hsCode, goodsValue, quantity, covers, ...rest }) => ({
    seq,
    hsCode,
    goodsValue,
    quantity,
    ...known(rest, ['origin', 'preference', 'grossMass', 'supplementaryQuantities', 'statedTaxes']),
    covers: covers.map((c) => ({ order: idOfOrder(c.seller, c.orderNumber), ordinal: c.ordinal, quantity: c.quantity })),
  }));
};

const assessmentBody = (data: DataOf<'DutyAssessed'>): Omit<AssessmentLeg, 'subject' | 'position' | 'at'> => {
  const { authority, mrn, version, assessedAt, currency, totals, payable, accountedIn, changes, findings = [] } = data;
  const elsewhere =
    accountedIn === undefined ? {} : { accountedIn: { scheme: accountedIn.scheme, schemeNumber: accountedIn.schemeNumber } };
  return {
    kind: 'assessment',
    authority,
    mrn,
    version,
    assessedAt,
    currency,
    totals,
    payable,
    ...elsewhere,
    ...(changes === undefined ? {} : { changed: changes.payable }),
    ...(findings.length === 0 ? {} : { findings: [...new Set(findings.map(({ code }) => code))] }),
  };
};
