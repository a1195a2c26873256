import { addTax, noTax, type TaxSum, taxTexts, type TaxTexts } from '../tax-sums';
import { formatMoney, moneyOf } from '#money';
import { textOf } from '#reconciliation';

/** What an item adds to its cell. `value` and `mass` are whole 10^-12 units, `presented` minor units of the presentation currency. */
export interface ItemFigures {
  readonly quantity: number;
  readonly currency: string;
  readonly value: bigint;
  /** Absent where no rate answers. */
  readonly presented?: bigint;
  /** Kilograms. */
  readonly mass?: bigint;
  readonly taxes: readonly Readonly<{ taxType: string; currency: string; sum: Readonly<TaxSum> }>[];
}

/** Figures of a cell as they are told; amounts are canonical decimal text. */
export interface CellFigures {
  readonly parcels: number;
  readonly items: number;
  readonly units: number;
  readonly values: readonly Readonly<{ currency: string; value: string }>[];
  readonly presented: string;
  /** Items whose value no rate converts: they are not in `presented`. */
  readonly itemsNotPresented: number;
  /** Kilograms, of the items that tell their mass. */
  readonly mass: string;
  readonly itemsWithMass: number;
  readonly taxes: readonly (Readonly<{ taxType: string; currency: string }> & TaxTexts)[];
}

/** Sums of one cell; the order in which items come does not count. */
export class Cell {
  parcels = 0;
  #items = 0;
  #units = 0;
  #presented = 0n;
  #notPresented = 0;
  #mass = 0n;
  #withMass = 0;
  readonly #values = new Map<string, bigint>();
  readonly #taxes = new Map<string, Readonly<{ taxType: string; currency: string; sum: TaxSum }>>();

  add({ quantity, currency, value, presented, mass, taxes }: ItemFigures): void {
    this.#items += 1;
    this.#units += quantity;
    this.#values.set(currency, (this.#values.get(currency) ?? 0n) + value);
    if (presented === undefined) this.#notPresented += 1;
    else this.#presented += presented;
    if (mass !== undefined) {
      this.#mass += mass;
      this.#withMass += 1;
    }
    for (const { taxType, currency: taxCurrency, sum } of taxes) {
      const key = `${taxType} ${taxCurrency}`;
      const known = this.#taxes.get(key) ?? { taxType, currency: taxCurrency, sum: noTax() };
      this.#taxes.set(key, known);
      addTax(known.sum, sum);
    }
  }

  figures(presentation: string): CellFigures {
    return {
      parcels: this.parcels,
      items: this.#items,
      units: this.#units,
      values: inOrder(this.#values).map(([currency, value]) => ({ currency, value: textOf(value) })),
      presented: formatMoney(moneyOf(this.#presented, presentation)),
      itemsNotPresented: this.#notPresented,
      mass: textOf(this.#mass),
      itemsWithMass: this.#withMass,
      taxes: inOrder(this.#taxes).map(([, { taxType, currency, sum }]) => ({ taxType, currency, ...taxTexts(sum, currency) })),
    };
  }
}

const inOrder = <T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
