import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sha256Hex } from '#event-catalogue';
import { Exact } from '#money';
import { evolveRuleBook, readRuleTable, type RuleBook } from '#rules';
import { declarationOf } from '../commands/declaration-message';
import { compareAuthorityTax, exactTaxOf, type TaxComparison } from '../compare-authority-tax';
import { type DeclarationEvent } from '../declarations.events';
import { after, ruleBook, stateOf, when } from '../declarations.examples';
import { canonicalOf } from './wco-canonical';
import { type WcoDeclaration } from './wco-declaration';
import { readWcoMessage, type WcoMessage } from './wco-message';
import { type WcoResponse } from './wco-response';
import { type WcoStep } from './wco-steps';
import { wcoSteps } from './wco-trade';

const folder = path.join(process.env['REAL_DATA'] ?? path.resolve(__dirname, '../../../../../shared/data'), 'customs-messages');
const present = existsSync(folder);
if (!present) process.stderr.write(`real-customs-messages.spec: skipped, ${folder} is absent (set REAL_DATA)\n`);

const names = present
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.xml'))
      .sort()
  : [];
const bytesOf = (name: string): Buffer => readFileSync(path.join(folder, name));
const messageOf = (name: string): WcoMessage => {
  const read = readWcoMessage(bytesOf(name), 'Europe/London');
  if (read.kind === 'refused') throw new Error(`${name}: ${read.fault.code} ${read.fault.field}`);
  return read.message;
};
const responsesIn = (scenario: string): readonly WcoResponse[] =>
  names
    .filter((name) => name.startsWith(scenario))
    .map(messageOf)
    .filter((message) => message.kind === 'response');

(present ? describe : describe.skip)('messages of a real customs system', () => {
  it('are all read, each as what its name says', () => {
    const named = {
      ACC: 'accepted',
      RCV: 'received',
      REJ: 'rejected',
      CTL: 'control',
      DOC: 'documents_needed',
      RES: 'corrected',
      ROG: 'released',
      CLE: 'cleared',
      INV: 'invalidated',
      REQ: 'request_answered',
      TAX: 'tax',
      CPI: 'balance_insufficient',
      CPR: 'balance_reminder',
      EOG: 'goods_exited',
      GER: 'exit_released',
    };
    const wrong = names.flatMap((name) => {
      const message = messageOf(name);
      const [, code = ''] = /DMS([A-Z]{3})/.exec(name) ?? [];
      const expected = Object.entries(named).find(([key]) => key === code)?.[1];
      return message.kind === 'response' ? (message.type === expected ? [] : [name]) : expected === undefined ? [] : [name];
    });
    expect(names.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });
  it('tell tax that is base x rate, cut off at the penny, less what is deducted', () => {
    const lines = names.flatMap((name) => {
      const message = messageOf(name);
      return message.kind === 'response' ? (message.tax?.lines ?? []) : [];
    });
    const differing = lines.filter((line) => {
      const exact = exactTaxOf(line);
      return exact !== undefined && exact.toMinor(2, 'down') !== Exact.parse(line.assessed).toMinor(2, 'down');
    });
    expect(lines.length).toBeGreaterThan(20);
    // What is left are displayed rates that were rounded, and relief without a deduction.
    expect(differing.length / lines.length).toBeLessThan(0.05);
  });
  it('TV-18: name what the balance misses', () => {
    expect(names.map(messageOf).flatMap((message) => (message.kind === 'response' ? (message.missing ?? []) : []))).toContainEqual({
      amount: '226.40',
      currency: 'GBP',
    });
  });
  it('become declarations with their versions and the authority’s tax lines', () => {
    const files = names.map((name, file) => ({ file, origin: { sha256: sha256Hex(bytesOf(name)), line: 1 }, message: messageOf(name) }));
    const streams = new Map<string, readonly DeclarationEvent[]>();
    const refused: string[] = [];
    const seen: number[] = [];
    for (const step of wcoSteps(files, { rules: ruleBook, authority: 'GB', zone: 'Europe/London', actor: 'importer' })) {
      seen.push(...step.files);
      apply(step, streams, refused);
    }
    expect([...seen].sort((a, b) => a - b)).toEqual(files.map(({ file }) => file));
    // Some messages quote a number that no other message of the folder has.
    expect(
      refused.filter(
        (code) => code !== 'DECLARATION_UNKNOWN' && code !== 'WCO_DECLARATION_NOT_ACCEPTED' && code !== 'WCO_AMENDMENT_NOT_ACCEPTED',
      ),
    ).toEqual([]);
    const versions = [...streams.values()].map((events) => [
      events[0]?.type,
      Math.max(
        ...events.map((event) => (event.type === 'DeclarationLodged' || event.type === 'DeclarationAmended' ? event.data.version : 0)),
      ),
    ]);
    expect(versions).toContainEqual(['DeclarationLodged', 1]);
    expect(versions).toContainEqual(['DeclarationLodged', 2]);
  });
  it('TV-02, TV-03, TV-07, TV-08: every figure of ours stands beside theirs, under the tariff as published', async () => {
    const rules = await withTariff();
    const compared = scenarios.flatMap((scenario) => {
      const declared = names
        .filter((name) => name.startsWith(scenario))
        .map(messageOf)
        .find((message) => message.kind === 'declaration' && message.action === 'import');
      const tax = responsesIn(scenario).find((response) => response.tax !== undefined && response.version === 1);
      if (declared?.kind !== 'declaration' || tax?.tax === undefined) return [];
      const comparison = comparisonOf(declared, tax, rules);
      return [
        [
          scenario,
          comparison.theirs,
          comparison.differences.map(({ seq, taxType, figure, difference }) => `${String(seq)} ${taxType} ${figure} ${difference}`),
        ],
      ];
    });
    const expected = [
      ['TT_IM001a', '224.00', []],
      ['TT_IM017a', '268.80', []],
      ['TT_IM033b', '224.00', []],
      ['TT_IM080a', '0.00', []],
    ];
    expect(compared).toEqual(expected.filter(([scenario]) => names.some((name) => name.startsWith(String(scenario)))));
  });
});

const scenarios = ['TT_IM001a', 'TT_IM017a', 'TT_IM033b', 'TT_IM080a'];

const withTariff = async (): Promise<RuleBook> => {
  const file = path.join(folder, '../tariff/global-uk-tariff.csv');
  const reading = await readRuleTable('tariff', readFileSync(file, 'utf8'), {
    from: '2021-01-01',
    publishedAt: '2020-05-19',
    source: 'global-uk-tariff',
  });
  return reading.events.reduce((book, event) => evolveRuleBook(book, event), ruleBook);
};

/** A declaration and the authority's tax of it, as the folder puts them together: their references are not always one. */
const comparisonOf = (declared: WcoDeclaration, { mrn, issuedAt = '', tax }: WcoResponse, rules: RuleBook): TaxComparison => {
  const read = declarationOf(canonicalOf(declared, { authority: 'GB', mrn, acceptedAt: issuedAt }), { rules });
  if (read.kind === 'refused') throw new Error(`${read.fault.code} ${read.fault.field}`);
  const { assessment, header } = stateOf(after(read.command, { type: 'Assess', ruleBook: rules }));
  if (assessment?.kind !== 'assessed' || tax === undefined) throw new Error(JSON.stringify(assessment));
  return compareAuthorityTax({ currency: assessment.duty.currency, acceptedOn: header.acceptedOn, lines: assessment.lines }, tax);
};

const apply = (step: WcoStep, streams: Map<string, readonly DeclarationEvent[]>, refused: string[]): void => {
  if (step.kind === 'rejected') refused.push(step.fault.code);
  if (step.kind !== 'import') return;
  const { stream, command } = step.dispatch;
  const events = streams.get(stream) ?? [];
  const decision = when(events, command);
  if ('rejected' in decision) refused.push(decision.rejected.code);
  else streams.set(stream, [...events, ...decision.accepted]);
};
