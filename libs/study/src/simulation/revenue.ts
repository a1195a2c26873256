import { formatMoney, moneyOf, parseMoney } from '#money';
import type { DutyAssessedData } from '#declarations';
import type { AssessedDeclaration, RuleBook } from '#rules';
import { addTax, isNoTax, noTax, taxOfStored, type TaxSum, type TaxTexts, taxTexts } from '../tax-sums';
import type { SupplyOutcome } from './order-under';

/** Where tax is collected: by customs at importation, by the vendor at checkout, by the carrier from the recipient. */
export type RevenueSource = 'import' | 'checkout' | 'delivery';
export interface RevenueKey {
  readonly source: RevenueSource;
  /** The book of the authority; for a scheme of vendors the state of consumption. */
  readonly authority: string;
  readonly beneficiary: string;
  readonly taxType: string;
  readonly currency: string;
}
/** What one parcel or supply comes to. */
export type Revenue = readonly (RevenueKey & { readonly sum: TaxSum })[];

/** A carrier owes what it collected of this: the tax of the goods that it declared under special arrangements. */
const delivered = (rows: Revenue, scheme: string | undefined): Revenue =>
  scheme !== 'EU-SA'
    ? rows
    : [
        ...rows,
        ...rows.flatMap(({ sum, ...key }) =>
          sum.accountedElsewhere === 0n
            ? []
            : [
                {
                  ...key,
                  source: 'delivery' as const,
                  sum: { ...noTax(), assessed: sum.accountedElsewhere, payable: sum.accountedElsewhere },
                },
              ],
        ),
      ];

/** An assessment as it was recorded. */
export const recordedRevenue = ({ authority, currency, totals, relief, accountedIn }: DutyAssessedData, acceptedOn: string): Revenue => {
  const forgone = new Map<string, bigint>();
  for (const { kind, taxType, amount } of relief)
    if (kind === 'forgone') forgone.set(taxType, (forgone.get(taxType) ?? 0n) + parseMoney(amount, currency, acceptedOn).minor);
  const rows = totals.map((total): Revenue[number] => {
    const { taxType, beneficiary } = total;
    return {
      source: 'import',
      authority,
      beneficiary,
      taxType,
      currency,
      sum: taxOfStored(total, forgone.get(taxType) ?? 0n, currency, acceptedOn),
    };
  });
  return delivered(rows, accountedIn?.scheme);
};

/** An assessment as the scenario makes it. */
export const simulatedRevenue = ({ currency, totals, lines }: AssessedDeclaration, authority: string): Revenue => {
  const forgone = new Map<string, bigint>();
  for (const { reliefKind, taxType, relieved } of lines)
    if (reliefKind === 'forgone') forgone.set(taxType, (forgone.get(taxType) ?? 0n) + relieved.minor);
  const rows = totals.map(({ taxType, beneficiary, ...amounts }): Revenue[number] => {
    const given = forgone.get(taxType) ?? 0n;
    const { assessed, relieved, accountedElsewhere, secured, payable } = amounts;
    const sum = {
      assessed: assessed.minor,
      forgone: given,
      otherRelief: relieved.minor - given,
      accountedElsewhere: accountedElsewhere.minor,
      secured: secured.minor,
      payable: payable.minor,
    };
    return { source: 'import', authority, beneficiary, taxType, currency, sum };
  });
  return delivered(rows, lines.find(({ elsewhere }) => elsewhere !== undefined)?.elsewhere?.scheme);
};

/** VAT of a supply under a vendor's scheme, less what credits took back, in the supply's currency. */
export const supplyRevenue = (outcome: SupplyOutcome, book: RuleBook): Revenue => {
  if (outcome.kind !== 'attributed') return [];
  const { consumptionCountry: country, currency, rows } = outcome.supply;
  const vat = [...rows, ...outcome.adjustments.flatMap((adjusted) => adjusted.rows)].reduce(
    (sum, row) => sum + parseMoney(row.vat, currency).minor,
    0n,
  );
  const taxType = book.jurisdiction(country)?.value.vatTaxType ?? 'B00';
  return [
    { source: 'checkout', authority: country, beneficiary: country, taxType, currency, sum: { ...noTax(), assessed: vat, payable: vat } },
  ];
};

const keyOf = ({ source, authority, beneficiary, taxType, currency }: RevenueKey): string =>
  `${authority} ${taxType} ${source} ${beneficiary} ${currency}`;

/** Whether two assessments come to the same, amount by amount. */
export const sameRevenue = (a: Revenue, b: Revenue): boolean => {
  const difference = new Map<string, TaxSum>();
  const take = (rows: Revenue, times: bigint): void => {
    for (const row of rows) {
      const sum = difference.get(keyOf(row)) ?? noTax();
      difference.set(keyOf(row), sum);
      addTax(sum, row.sum, times);
    }
  };
  take(a, 1n);
  take(b, -1n);
  return [...difference.values()].every(isNoTax);
};

/** `count`: declarations or supplies that the row is a sum of. */
export type RevenueRow = RevenueKey & {
  readonly count: { readonly recorded: number; readonly simulated: number };
  readonly recorded: TaxTexts;
  readonly simulated: TaxTexts;
  readonly difference: TaxTexts;
};
/** All sources together, by authority and currency: what is to be paid, and what is given up. */
export interface RevenueTotal {
  readonly authority: string;
  readonly currency: string;
  readonly payable: Readonly<{ recorded: string; simulated: string; difference: string }>;
  readonly forgone: Readonly<{ recorded: string; simulated: string; difference: string }>;
}

/** Sums of two laws side by side. */
export class RevenueComparison {
  readonly #rows = new Map<string, ComparedSums>();

  add(recorded: Revenue, simulated: Revenue): void {
    this.#take('recorded', recorded);
    this.#take('simulated', simulated);
  }

  rows(): readonly RevenueRow[] {
    return this.#sorted().map(({ recorded, simulated, count, ...key }) => {
      const difference = noTax();
      addTax(difference, simulated);
      addTax(difference, recorded, -1n);
      return {
        ...key,
        count: { ...count },
        recorded: taxTexts(recorded, key.currency),
        simulated: taxTexts(simulated, key.currency),
        difference: taxTexts(difference, key.currency),
      };
    });
  }

  totals(): readonly RevenueTotal[] {
    const sums = new Map<
      string,
      { readonly authority: string; readonly currency: string; readonly recorded: TaxSum; readonly simulated: TaxSum }
    >();
    for (const { authority, currency, recorded, simulated } of this.#sorted()) {
      const known = sums.get(`${authority} ${currency}`) ?? { authority, currency, recorded: noTax(), simulated: noTax() };
      sums.set(`${authority} ${currency}`, known);
      addTax(known.recorded, recorded);
      addTax(known.simulated, simulated);
    }
    return [...sums.values()].map(({ authority, currency, recorded, simulated }) => {
      const text = (minor: bigint): string => formatMoney(moneyOf(minor, currency));
      const of = (field: 'payable' | 'forgone') => ({
        recorded: text(recorded[field]),
        simulated: text(simulated[field]),
        difference: text(simulated[field] - recorded[field]),
      });
      return { authority, currency, payable: of('payable'), forgone: of('forgone') };
    });
  }

  #take(side: 'recorded' | 'simulated', revenue: Revenue): void {
    for (const row of revenue) {
      const known = this.#row(row);
      addTax(known[side], row.sum);
      known.count[side] += 1;
    }
  }

  #row(row: RevenueKey): ComparedSums {
    const known = this.#rows.get(keyOf(row));
    if (known !== undefined) return known;
    const { source, authority, beneficiary, taxType, currency } = row;
    const made = {
      source,
      authority,
      beneficiary,
      taxType,
      currency,
      recorded: noTax(),
      simulated: noTax(),
      count: { recorded: 0, simulated: 0 },
    };
    this.#rows.set(keyOf(row), made);
    return made;
  }

  #sorted(): readonly ComparedSums[] {
    return [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }
}

type ComparedSums = RevenueKey & {
  readonly recorded: TaxSum;
  readonly simulated: TaxSum;
  readonly count: { recorded: number; simulated: number };
};
