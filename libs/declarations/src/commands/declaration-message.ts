import {
  code,
  count,
  day,
  decimal,
  id,
  type InputFault,
  inputFaultOf,
  instant,
  integer,
  legalDayOf,
  list,
  oneOf,
  optional,
  parseStrictJson,
  partyCode,
  record,
  type ValueOf,
} from '#event-catalogue';
import { isCurrency, scaleOf } from '#money';
import { assessmentCurrencyOf, dateFault, type RuleBook, zoneOfAuthority } from '#rules';
import { declaredHeader, declaredItem } from '../declaration-shapes';
import { type AmendDeclaration } from '../amend-declaration';
import { omit } from '../omit';
import { type DeclarationHeader, type LodgeDeclaration } from '../lodge-declaration';

/** What the canonical forms of a first and a later version have in common. */
const declaredFields = {
  ...declaredHeader,
  /** Zero where they are absent. */
  freight: optional(decimal),
  insurance: optional(decimal),
  discount: optional(decimal),
  /** Legal day of `acceptedAt`; computed where it is absent, checked where it is stated. */
  acceptedOn: optional(day),
  items: list(declaredItem),
  /** The sender's control totals. */
  totals: optional(record({ itemCount: optional(count), goodsValue: optional(decimal) })),
};
/** A declaration in the canonical form, H7-like or H1-like; docs/formats/declarations.md. */
export const declarationMessage = record({ ...declaredFields, format: oneOf('tidewaiter/declaration/1') });
/** A declaration in the canonical form, shape checked. */
export type DeclarationMessage = ValueOf<typeof declarationMessage>;
/** A later version in the canonical form: the whole of it, and why. */
export const amendmentMessage = record({
  ...declaredFields,
  format: oneOf('tidewaiter/amendment/1'),
  amendedAt: instant,
  reason: code,
  requestedBy: partyCode,
  version: optional(integer(2)),
  claim: optional(id),
});
type Declared = Omit<DeclarationMessage, 'format'> & { readonly format?: string };

/** What the reading of a declaration depends on besides its text. */
export interface DeclarationReading {
  readonly rules: RuleBook;
}
/** Where a declaration was read: SHA-256 of the file or request, and the line in it, from 1. */
export interface DeclarationOrigin {
  readonly sha256: string;
  readonly line: number;
}
type Read<C> = Readonly<{ kind: 'read'; command: C }> | Readonly<{ kind: 'refused'; fault: InputFault }>;
/** A command, or the fault that its sender is told. */
export type ReadDeclaration = Read<LodgeDeclaration>;
export type ReadAmendment = Read<AmendDeclaration>;

/** Reads one JSON document, or one line of NDJSON. What it refuses is a value: the rest of a file goes on. */
export const parseDeclaration = (text: string, reading: DeclarationReading, origin?: DeclarationOrigin): ReadDeclaration => {
  try {
    return declarationOf(parseStrictJson(text), reading, origin);
  } catch (error) {
    return refusedBy(error);
  }
};

/** As `parseDeclaration`, for a value that was read before (the body of a request). */
export const declarationOf = (value: unknown, reading: DeclarationReading, origin?: DeclarationOrigin): ReadDeclaration => {
  try {
    return declaredOf(declarationMessage.parse(value, root), reading, origin);
  } catch (error) {
    return refusedBy(error);
  }
};

/** A later version, read like a first one. */
export const amendmentOf = (value: unknown, reading: DeclarationReading, origin?: DeclarationOrigin): ReadAmendment => {
  try {
    const { amendedAt, reason, requestedBy, version, claim, format: _, ...declared } = amendmentMessage.parse(value, root);
    const fault = faultOfDates({ amendedAt });
    const read = fault === undefined ? declaredOf(declared, reading, origin) : ({ kind: 'refused', fault } as const);
    if (read.kind === 'refused') return read;
    const stated = {
      amendedAt,
      reason,
      requestedBy,
      ...(version === undefined ? {} : { version }),
      ...(claim === undefined ? {} : { claim }),
    };
    return { kind: 'read', command: { ...read.command, ...stated, type: 'AmendDeclaration' } };
  } catch (error) {
    return refusedBy(error);
  }
};

const declaredOf = (message: Declared, reading: DeclarationReading, origin: DeclarationOrigin | undefined): ReadDeclaration => {
  const zone = zoneOfAuthority(reading.rules, message.authority);
  if (zone === undefined)
    return {
      kind: 'refused',
      fault: { code: 'AUTHORITY_UNKNOWN', field: 'authority', message: 'expected an authority that the rules know, like GB or EU-IE' },
    };
  const { acceptedAt, acceptedOn: stated, suppliedOn } = message;
  const fault = faultOfDates({ acceptedAt, acceptedOn: stated, suppliedOn }) ?? faultOfPlace(message, reading) ?? faultOfAmounts(message);
  if (fault !== undefined) return { kind: 'refused', fault };
  const acceptedOn = message.acceptedOn ?? legalDayOf(message.acceptedAt, zone);
  if (assessmentCurrencyOf(reading.rules, message.jurisdiction, acceptedOn) === undefined)
    return {
      kind: 'refused',
      fault: {
        code: 'DATE_OUTSIDE_RULES',
        field: 'acceptedAt',
        message: `no rules of ${message.jurisdiction} are in force on ${acceptedOn}`,
      },
    };
  return { kind: 'read', command: commandOf(message, zone, acceptedOn, origin) };
};

const root = 'declaration';
const refusedBy = (error: unknown): Extract<ReadDeclaration, { kind: 'refused' }> => {
  const fault = inputFaultOf(error, root);
  if (fault === undefined) throw error;
  return { kind: 'refused', fault };
};

/** Of those that are stated. */
const faultOfDates = (dates: Readonly<Record<string, string | undefined>>): InputFault | undefined => {
  for (const [field, date] of Object.entries(dates)) {
    const fault = date === undefined ? undefined : dateFault(date, field);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const faultOfPlace = ({ jurisdiction }: Declared, { rules }: DeclarationReading): InputFault | undefined =>
  rules.jurisdiction(jurisdiction) === undefined
    ? { code: 'JURISDICTION_UNKNOWN', field: 'jurisdiction', message: 'expected a country with a rule set' }
    : undefined;

/**
 * Values of goods are exact sums of unit prices and may be finer than a minor unit; freight, insurance and discount are amounts of money.
 */
const faultOfAmounts = (message: Declared): InputFault | undefined => {
  const { currency, acceptedAt } = message;
  const on = acceptedAt.slice(0, 10);
  if (!isCurrency(currency, on)) return { code: 'CURRENCY_UNKNOWN', field: 'currency', message: `expected an ISO 4217 currency of ${on}` };
  const scale = scaleOf(currency, on);
  const field = (['freight', 'insurance', 'discount'] as const).find((f) => (message[f]?.split('.')[1] ?? '').length > scale);
  return field === undefined
    ? undefined
    : { code: 'AMOUNT_WRONG_SCALE', field, message: `expected at most ${String(scale)} digits after the point in ${currency}` };
};

const commandOf = (message: Declared, zone: string, acceptedOn: string, origin: DeclarationOrigin | undefined): LodgeDeclaration => {
  const { items, totals } = message;
  const header: DeclarationHeader = {
    ...omit(message, 'format', 'items', 'totals'),
    freight: message.freight ?? '0',
    insurance: message.insurance ?? '0',
    discount: message.discount ?? '0',
    acceptedOn,
    prefilledFrom: 'none',
    ...(origin === undefined ? {} : { source: origin }),
  };
  return { type: 'LodgeDeclaration', header, items, zone, ...(totals === undefined ? {} : { controls: totals }) };
};
