import type { RulesEvent, VatCategory } from '#rules';

/** Who collects instead of whoever did: at checkout, at the door, or at the border from the consumer. */
export type Collector = 'vendor' | 'intermediary' | 'consumer';

/** Rules that might have been. Everything that is not named stays as the law was. */
export interface Scenario {
  /**
   * Up to which value: of a territory (`EU`, `GB`) the relief of customs duty, of a scheme (`EU-IOSS`) what may use it; in the currency of
   * the rule.
   */
  readonly thresholds?: readonly Readonly<{ of: string; amount: string }>[];
  /** Duty on consignments of low value in place of relief or tariff: `3.00 EUR/hs6`, `3.00 EUR/consignment`, or `none`: the tariff. */
  readonly flat?: readonly Readonly<{ territory: string; rule: string }>[];
  /**
   * Duty of goods by the digits of their code and, where not `*`, their origin; it takes the place of every measure at and beneath its
   * prefix.
   */
  readonly measures?: readonly Readonly<{
    jurisdiction: string;
    taxType: string;
    codePrefix: string;
    origin: string;
    expression: string;
  }>[];
  /** Whole tables, as `rules import` reads them. */
  readonly tables?: readonly RulesEvent[];
  /** Per cent. */
  readonly vatRates?: readonly Readonly<{ country: string; category: VatCategory; rate: string }>[];
  readonly collector?: Collector;
  /** An assumption about behaviour: every consignment within the limit claims its relief (C07), whatever its declaration claims. */
  readonly claimRelief?: boolean;
}

/** The rules have nothing that the scenario could change, or two of its changes exclude each other. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly code = 'SCENARIO_INVALID';
  constructor(
    readonly field: 'threshold' | 'flat' | 'measure' | 'vat',
    message: string,
  ) {
    super(message);
  }
}
