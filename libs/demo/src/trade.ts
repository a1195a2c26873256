import type { OrderDispatch } from '#advance-data';

/** An order or a credit note on its way into the ledger. `announcedMonthsLate`: the seller's file came that many months after the sale. */
export interface TradeDocument {
  readonly dispatch: OrderDispatch;
  readonly announcedMonthsLate: number;
  /** What credits do to this order, in order of the credits: cancellations before dispatch, and returns after it. */
  readonly cancellations: readonly OrderDispatch[];
  readonly returns: readonly OrderDispatch[];
  /** Goods that come back though no scheme of the seller corrects their tax: customs gives it back. */
  readonly goodsBack?: readonly GoodsBack[];
}

/** Units that a buyer sent back, by the ordinal of their order line. */
export interface GoodsBack {
  readonly creditNumber: string;
  readonly creditedAt: string;
  readonly lines: readonly { readonly ordinal: number; readonly quantity: number }[];
}

/** An exact decimal in the source's one currency, or one for each currency of a trade that has several. */
export type TradeSum = string | Readonly<Record<string, string>>;

/** What a trade is made of, whoever made it: a shop's order files or the generator. Everything in it follows from the settings alone. */
export interface Trade {
  readonly lines: {
    readonly read: number;
    readonly accepted: number;
    readonly rejected: Readonly<Record<string, number>>;
    readonly classes: Readonly<Record<string, number>>;
  };
  /** Value of all lines of invoices that are no credit, of those that are, and of both. */
  readonly sums: { readonly sales: TradeSum; readonly credits: TradeSum; readonly net: TradeSum };
  /** Credit lines by what became of them (rule 6). */
  readonly credits: { readonly linked: number; readonly partly: number; readonly unlinked: number; readonly notGoods: number };
  /** Moments of the first and the last fact. */
  readonly from: string;
  readonly until: string;
  /** Orders and credits in input order. */
  readonly documents: () => Iterable<TradeDocument>;
}
