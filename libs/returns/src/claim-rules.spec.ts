import { readFileSync } from 'node:fs';
import path from 'node:path';
import { claimRuleOf, claimRules } from './claim-rules';
import { lastDayOfWindow } from '#rules';
import { isEvidenceKind, requiredEvidence } from './evidence';

const page = readFileSync(path.join(__dirname, '../../../docs/returns.md'), 'utf8');

describe('the rules of claims', () => {
  it('are those of docs/returns.md', () => {
    const inCode = claimRules.map(({ territory, basis, counted, days, months, sharePercent, evidence, law }) => {
      const period =
        days === undefined
          ? months !== undefined && months % 12 === 0
            ? `${String(months / 12)} years`
            : `${String(months)} months`
          : `${String(days)} days`;
      return `| ${territory} | \`${basis}\` | ${period} from ${counted} | ${sharePercent} % | ${evidence.join(', ')} | ${law} |`;
    });
    expect(page.split('\n').filter((line) => /^\| [A-Z]{2} \|/.test(line))).toEqual(inCode);
  });

  it('ask for documents that there are, and have one period each', () => {
    for (const rule of claimRules) {
      expect(rule.evidence.filter((kind) => !isEvidenceKind(kind))).toEqual([]);
      expect([rule.days, rule.months].filter((period) => period !== undefined)).toHaveLength(1);
    }
  });

  it('are one for each territory, basis and day', () => {
    for (const rule of claimRules) {
      const others = claimRules.filter((other) => other !== rule && other.territory === rule.territory && other.basis === rule.basis);
      expect(others.filter((other) => other.from < (rule.to ?? '9999-12-31') && rule.from < (other.to ?? '9999-12-31'))).toEqual([]);
    }
  });

  it('begin on a day', () => {
    expect(claimRuleOf('EU-FR', 'FR', 'defective', '2016-04-30')).toBeUndefined();
    expect(claimRuleOf('EU-FR', 'FR', 'defective', '2016-05-01')).toBeDefined();
  });

  it.each([
    ['EU-FR', '2026-07-02', '2029-07-02', 'the day of the same number'],
    ['EU-FR', '2024-02-29', '2027-03-01', 'the last day of a shorter month, a Sunday, and so the Monday after it'],
    ['GB', '2024-02-29', '2027-02-28', 'the last day of a shorter month'],
  ])('in %s three years from %s end on %s: %s', (authority, start, last) => {
    const rule = claimRuleOf(authority, authority.slice(-2), 'overcharged', '2026-07-20');
    expect(rule === undefined ? undefined : lastDayOfWindow(rule, start)).toBe(last);
  });

  it('ask who speaks for somebody else for his authority', () => {
    const rule = claimRuleOf('GB', 'GB', 'overcharged', '2026-07-20');
    const kinds = (payee: Parameters<typeof requiredEvidence>[1]) =>
      rule === undefined
        ? []
        : requiredEvidence(rule, payee, '2026-07-20')
            .map(({ kind }) => kind)
            .slice(rule.evidence.length);
    expect([kinds('importer'), kinds('representative'), kinds('vendor'), kinds('assignee')]).toEqual([
      [],
      ['ProofOfAuthority'],
      ['RefundToBuyerReceipt'],
      ['ProofOfAuthority'],
    ]);
  });
});
