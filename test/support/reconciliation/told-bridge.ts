/** What a test reads of a bridge that the API tells. */
export interface ToldBridge {
  readonly book: string;
  readonly currency: string;
  readonly rows: Readonly<Record<string, string>>;
  readonly steps: readonly {
    readonly from: string;
    readonly to: string;
    readonly difference: string;
    readonly because: Readonly<Record<string, { readonly amount: string }>>;
  }[];
}
