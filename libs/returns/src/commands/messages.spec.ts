import { readFileSync } from 'node:fs';
import path from 'node:path';
import { shippedRuleBook } from '#rules';
import { refundClaimDecider } from '../refund-claim.decider';
import { returnCaseDecider } from '../return-case.decider';
import { refundClaimStream, returnCaseStream } from '../returns.streams';
import { claimDispatch, parseClaim } from './claim-message';
import { type Read } from './reading';
import { parseReturn, returnDispatch } from './return-message';

const page = readFileSync(path.join(__dirname, '../../../../docs/formats/returns.md'), 'utf8');
const documented = (fence: string): readonly string[] =>
  new RegExp(`^\`\`\`${fence}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page)?.[1]?.trim().split('\n') ?? [];
const returns = documented('ndjson-returns');
const [claimLine = ''] = documented('ndjson-claims');
const rules = shippedRuleBook();
const by = { actor: 'CARRIER-1' };

const command = <C>(read: Read<C>): C => {
  if (read.kind === 'refused') throw new Error(`${read.fault.code} ${read.fault.field}`);
  return read.command;
};
const faultOf = <C>(read: Read<C>): readonly string[] => (read.kind === 'refused' ? [read.fault.code, read.fault.field] : ['read']);
const changed = (text: string, change: (message: Record<string, unknown>) => void): string => {
  const message = JSON.parse(text) as Record<string, unknown>;
  change(message);
  return JSON.stringify(message);
};

describe('the canonical return', () => {
  it('is read as documented and reported to its own case', () => {
    const dispatches = returns.map((line, i) => returnDispatch(command(parseReturn(line, { sha256: 'a'.repeat(64), line: i + 1 })), by));
    expect(dispatches.map(({ stream, context }) => [stream, context.book, context.effectiveAt])).toEqual([
      [returnCaseStream('CARRIER-1', 'RET-2026-0001'), '-', '2026-07-20T10:00:00.000Z'],
      [returnCaseStream('V-IE-1', 'RMA-77'), '-', '2026-07-21T08:30:00.000Z'],
    ]);
    for (const { command: reported } of dispatches)
      expect(returnCaseDecider.decide(reported, returnCaseDecider.initial)).toMatchObject({
        accepted: [{ type: 'ReturnReported', data: { source: { sha256: 'a'.repeat(64) } } }],
      });
  });

  it('is the same command wherever it was read, and another one for other content', () => {
    const [first = ''] = returns;
    const idOf = (text: string, line?: number): string =>
      returnDispatch(command(parseReturn(text, line === undefined ? undefined : { sha256: 'a'.repeat(64), line })), by).context.commandId;
    expect(idOf(first, 9)).toBe(idOf(first));
    expect(idOf(changed(first, (m) => (m['ground'] = 'defective')))).not.toBe(idOf(first));
  });

  it.each<[string, (message: Record<string, unknown>) => void, readonly string[]]>([
    ['another format', (m) => (m['format'] = 'tidewaiter/return/2'), ['FIELD_MALFORMED', 'format']],
    ['an unknown field', (m) => (m['buyer'] = 'Somebody'), ['FIELD_UNKNOWN', 'buyer']],
    ['no lines', (m) => (m['lines'] = []), ['FIELD_MALFORMED', 'lines']],
    ['a mass below zero', (m) => (m['lines'] = [{ quantity: 1, grossMass: '-0.5' }]), ['AMOUNT_NEGATIVE', 'lines[0].grossMass']],
    ['no units', (m) => (m['lines'] = [{ quantity: 0 }]), ['FIELD_MALFORMED', 'lines[0].quantity']],
    ['a moment that does not exist', (m) => (m['reportedAt'] = '2026-02-30T10:00:00.000Z'), ['DATE_INVALID', 'reportedAt']],
    ['another century', (m) => (m['reportedAt'] = '1926-07-20T10:00:00.000Z'), ['DATE_OUT_OF_RANGE', 'reportedAt']],
  ])('is refused with %s', (_, change, expected) => {
    expect(faultOf(parseReturn(changed(returns[0] ?? '', change)))).toEqual(expected);
  });
});

describe('the canonical claim', () => {
  it('is read as documented and made in the book of its authority, from the beginning of its legal day', () => {
    const dispatch = claimDispatch(command(parseClaim(claimLine, { rules }, { sha256: 'a'.repeat(64), line: 1 })), { rules }, by);
    expect(dispatch).toMatchObject({
      stream: refundClaimStream('EU-FR', 'CARRIER-1', 'CL-2026-0001'),
      context: { book: 'EU-FR', effectiveAt: '2026-07-19T22:00:00.000Z' },
    });
    expect(refundClaimDecider.decide(dispatch.command, refundClaimDecider.initial)).toMatchObject({
      accepted: [{ type: 'RefundClaimed', data: { total: '3.33', source: { line: 1 } } }],
    });
  });

  it('is the same command wherever it was read', () => {
    const idOf = (line: number): string =>
      claimDispatch(command(parseClaim(claimLine, { rules }, { sha256: 'a'.repeat(64), line })), { rules }, by).context.commandId;
    expect(idOf(1)).toBe(idOf(2));
  });

  it.each<[string, (message: Record<string, unknown>) => void, readonly string[]]>([
    ['an authority of nowhere', (m) => (m['authority'] = 'EU-QQ'), ['AUTHORITY_UNKNOWN', 'authority']],
    ['a country of another authority', (m) => (m['jurisdiction'] = 'DE'), ['JURISDICTION_DIFFERS', 'jurisdiction']],
    ['a day that does not exist', (m) => (m['counted'] = { from: 'acceptance', day: '2026-02-30' }), ['DATE_INVALID', 'counted.day']],
    ['bank details', (m) => (m['iban'] = 'FR1420041010050500013M02606'), ['FIELD_UNKNOWN', 'iban']],
    ['a basis of nowhere', (m) => (m['basis'] = 'regret'), ['FIELD_MALFORMED', 'basis']],
  ])('is refused with %s', (_, change, expected) => {
    expect(faultOf(parseClaim(changed(claimLine, change), { rules }))).toEqual(expected);
  });
  it('is refused where it is no JSON', () => {
    expect(faultOf(parseClaim(claimLine.slice(1), { rules }))[0]).toBe('JSON_SYNTAX');
  });
});
