import { assess } from '#rules';
import { formatMoney } from '#money';
import { h1Text, h7Text, lodgeH1, lodgeH7, reading } from '../../../../test/support/declarations/examples';
import { toAssessable } from '../assessable-declaration';
import { declarationDecider } from '../declarations.decider';
import { amendmentOf, parseDeclaration } from './declaration-message';

const text = (change: (message: Record<string, unknown> & { items: Record<string, unknown>[] }) => void): string => {
  const message = JSON.parse(h7Text) as Record<string, unknown> & { items: Record<string, unknown>[] };
  change(message);
  return JSON.stringify(message);
};
/** Code and field of the refusal, by the reader or by the decider behind it. */
const refusalOf = (document: string): readonly (string | undefined)[] => {
  const read = parseDeclaration(document, reading);
  if (read.kind === 'refused') return [read.fault.code, read.fault.field];
  const decision = declarationDecider.decide(read.command, declarationDecider.initial);
  return 'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : ['accepted'];
};
const amounts = (lodge: typeof lodgeH7): readonly string[] => {
  const answer = assess(toAssessable(lodge), reading.rules);
  if (answer.kind === 'refused') return [answer.code];
  return answer.lines.map(
    (l) =>
      `${String(l.itemSeq)} ${l.taxType} ${formatMoney(l.assessed)} elsewhere ${formatMoney(l.accountedElsewhere)} payable ${formatMoney(l.payable)}`,
  );
};

describe('the canonical declaration', () => {
  it('is read from the documented H7 and assessed as the page says', () => {
    expect(refusalOf(h7Text)).toEqual(['accepted']);
    expect(amounts(lodgeH7)).toEqual([
      '1 A00 3.00 elsewhere 0.00 payable 3.00',
      '1 B00 11.26 elsewhere 11.26 payable 0.00',
      '2 A00 3.00 elsewhere 0.00 payable 3.00',
      '2 B00 5.93 elsewhere 5.93 payable 0.00',
    ]);
  });
  it('is read from the documented H1 and assessed', () => {
    expect(refusalOf(h1Text)).toEqual(['accepted']);
    expect(lodgeH1.header).toMatchObject({ acceptedOn: '2026-03-10', insurance: '0', freight: '20.00' });
    expect(amounts(lodgeH1)).toEqual([
      '1 A00 18.45 elsewhere 0.00 payable 18.45',
      '1 B00 65.19 elsewhere 0.00 payable 65.19',
      '2 A00 2.05 elsewhere 0.00 payable 2.05',
      '2 B00 20.91 elsewhere 0.00 payable 20.91',
    ]);
  });

  it.each<[string, string, string, string]>([
    ['broken JSON', h7Text.slice(0, h7Text.indexOf('56785IE')), 'JSON_SYNTAX', 'lrn'],
    ['an unknown field', text((m) => (m['color'] = 'red')), 'FIELD_UNKNOWN', 'color'],
    ['an unknown field of an item', text((m) => (m.items[1] = { ...m.items[1], colour: 'red' })), 'FIELD_UNKNOWN', 'items[1].colour'],
    ['a missing field', text((m) => delete m['mrn']), 'FIELD_MISSING', 'mrn'],
    ['an array for an object', text((m) => (m['statedValue'] = ['74.95', 'EUR'])), 'FIELD_MALFORMED', 'statedValue'],
    ['an array for the document', `[${h7Text}]`, 'FIELD_MALFORMED', ''],
    ['a wrong scale', text((m) => (m['freight'] = '5.001')), 'AMOUNT_WRONG_SCALE', 'freight'],
    [
      'digits beyond the twelfth decimal',
      text((m) => (m.items[0] = { ...m.items[0], goodsValue: '49.9500000000001' })),
      'FIELD_MALFORMED',
      'items[0].goodsValue',
    ],
    ['an amount as a number', text((m) => (m['freight'] = 5)), 'FIELD_MALFORMED', 'freight'],
    ['a negative amount', text((m) => (m['freight'] = '-5.00')), 'AMOUNT_NEGATIVE', 'freight'],
    ['an unknown currency', text((m) => (m['currency'] = 'XXQ')), 'CURRENCY_UNKNOWN', 'currency'],
    ['a currency that is gone', text((m) => (m['currency'] = 'HRK')), 'CURRENCY_UNKNOWN', 'currency'],
    ['a day that does not exist', text((m) => (m['acceptedAt'] = '2026-02-30T09:30:00.000Z')), 'DATE_INVALID', 'acceptedAt'],
    ['a century without rules', text((m) => (m['acceptedAt'] = '1850-07-02T09:30:00.000Z')), 'DATE_OUT_OF_RANGE', 'acceptedAt'],
    ['a year before every rule', text((m) => (m['acceptedAt'] = '2019-07-02T09:30:00.000Z')), 'DATE_OUTSIDE_RULES', 'acceptedAt'],
    ['another legal day', text((m) => (m['acceptedOn'] = '2026-07-01')), 'LEGAL_DAY_DIFFERS', 'acceptedOn'],
    ['1e9000000 as a count', h7Text.replace('"quantity": 5', '"quantity": 1e9000000'), 'JSON_NUMBER_OUT_OF_RANGE', 'items[0].quantity'],
    ['1e9000000 as an amount', text((m) => (m['freight'] = '1e9000000')), 'FIELD_MALFORMED', 'freight'],
    ['10 kB of [', '['.repeat(10_240), 'JSON_TOO_DEEP', '[0]'.repeat(32)],
    ['a Cyrillic letter in the LRN', text((m) => (m['lrn'] = 'СC123456785IE')), 'REFERENCE_CHARACTERS', 'lrn'],
    [
      'full-width digits in the scheme number',
      text((m) => (m['schemeNumber'] = 'IM３７２0000014')),
      'REFERENCE_CHARACTERS',
      'schemeNumber',
    ],
    ['a control character in the LRN', text((m) => (m['lrn'] = 'CC123\u000756785IE')), 'FIELD_MALFORMED', 'lrn'],
    [
      'an invisible character in an order number',
      text((m) => (m.items[1] = { ...m.items[1], covers: [{ seller: 'V-IE-1', orderNumber: '5363\u200b65', ordinal: 2, quantity: 1 }] })),
      'FIELD_MALFORMED',
      'items[1].covers[0].orderNumber',
    ],
    ['an unknown authority', text((m) => (m['authority'] = 'EU-QQ')), 'AUTHORITY_UNKNOWN', 'authority'],
    ['a country without rules', text((m) => (m['jurisdiction'] = 'QQ')), 'JURISDICTION_UNKNOWN', 'jurisdiction'],
    ['a country of another authority', text((m) => (m['jurisdiction'] = 'DE')), 'JURISDICTION_DIFFERS', 'jurisdiction'],
    ['a repeated field', h7Text.replace('"currency": "EUR",', '"currency": "EUR", "currency": "GBP",'), 'JSON_DUPLICATE_KEY', 'currency'],
    [
      'a field that reaches the prototype',
      h7Text.replace('"statedValue": {', '"statedValue": { "__proto__": 1,'),
      'JSON_FORBIDDEN_KEY',
      'statedValue',
    ],
  ])('refuses %s, naming the field', (_, document, code, field) => {
    expect(refusalOf(document)).toEqual([code, field]);
  });
});

describe('the canonical amendment', () => {
  const amendment = (more: Record<string, unknown> = {}): unknown => ({
    ...(JSON.parse(h7Text) as object),
    format: 'tidewaiter/amendment/1',
    amendedAt: '2026-07-05T08:00:00.000Z',
    reason: 'value',
    requestedBy: 'CARRIER-1',
    ...more,
  });
  it('is the whole declaration and why it changed', () => {
    const { type: _, ...declared } = lodgeH7;
    expect(amendmentOf(amendment({ version: 2 }), reading)).toEqual({
      kind: 'read',
      command: {
        ...declared,
        type: 'AmendDeclaration',
        amendedAt: '2026-07-05T08:00:00.000Z',
        reason: 'value',
        requestedBy: 'CARRIER-1',
        version: 2,
      },
    });
  });
  it.each([
    [{ amendedAt: '2026-07-05' }, 'FIELD_MALFORMED', 'amendedAt'],
    [{ reason: undefined }, 'FIELD_MISSING', 'reason'],
    [{ version: 1 }, 'FIELD_MALFORMED', 'version'],
    [{ currency: 'XXQ' }, 'CURRENCY_UNKNOWN', 'currency'],
  ])('with %p is refused', (more, code, field) => {
    expect(amendmentOf(amendment(more), reading)).toMatchObject({ kind: 'refused', fault: { code, field } });
  });
});
