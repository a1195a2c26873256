import { unitsOf } from '../exact-units';
import { type OrderLine } from '../legs/leg';
import { countingDeclaration, type ParcelFacts } from './parcel-facts';

/** Units of a line that no declaration covers by name. */
export interface LooseUnits {
  readonly line: OrderLine;
  units: number;
}
/** Units of a line that went into a parcel, as what it declares lets one see. */
export interface DividedUnits {
  readonly line: OrderLine;
  readonly parcel: ParcelFacts;
  units: number;
}

/** Declared units of an item that no order was found for yet; the exact value of all units of the item. */
interface DeclaredUnits {
  readonly parcel: ParcelFacts;
  readonly code: string;
  readonly currency: string;
  readonly value: bigint;
  readonly quantity: bigint;
  left: number;
}

/**
 * Divides the units of orders between parcels whose declarations name no order lines, where an order went into several: what is of one code
 * and one price, then what is of one code, then the rest. Each declared unit takes one, over all orders.
 */
export class UnitDivision {
  readonly #declared: readonly DeclaredUnits[];

  constructor(parcels: readonly ParcelFacts[]) {
    this.#declared = parcels.flatMap((parcel) => {
      const declaration = countingDeclaration(parcel);
      return (declaration?.items ?? []).map(({ hsCode, goodsValue, quantity }) => ({
        parcel,
        code: hsCode.slice(0, 6),
        currency: declaration?.head?.currency ?? '',
        value: unitsOf(goodsValue),
        quantity: BigInt(quantity),
        left: quantity,
      }));
    });
  }

  /** Takes units out of `loose`, which keeps what is declared nowhere. */
  divide(loose: readonly LooseUnits[], currency: string | undefined, parcels: ReadonlySet<ParcelFacts>): readonly DividedUnits[] {
    const divided: DividedUnits[] = [];
    const sameCode = ({ hsCode }: OrderLine, { code }: DeclaredUnits): boolean => hsCode?.slice(0, 6) === code;
    const samePrice = ({ unitPrice }: OrderLine, item: DeclaredUnits): boolean =>
      item.currency === currency && unitsOf(unitPrice) * item.quantity === item.value;
    for (const fits of [(line: OrderLine, item: DeclaredUnits) => sameCode(line, item) && samePrice(line, item), sameCode, () => true])
      for (const rest of loose)
        for (const item of this.#declared) {
          const units = Math.min(rest.units, item.left);
          if (units === 0 || !parcels.has(item.parcel) || !fits(rest.line, item)) continue;
          rest.units -= units;
          item.left -= units;
          const known = divided.find(({ line, parcel }) => line === rest.line && parcel === item.parcel);
          if (known === undefined) divided.push({ line: rest.line, parcel: item.parcel, units });
          else known.units += units;
        }
    return divided;
  }
}
