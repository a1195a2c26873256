import { type OrderEvent } from '#advance-data';
import { streamName } from '#event-catalogue';
import { contribute, type Located, nothing } from './contribution';
import { type Contribution, type SupplyRow, type TestedValue } from './leg';

/** What is said of the supply that an order makes: under which scheme, and what of its tax is given back. */
export const ofSupply = (event: Located<OrderEvent>, order: string): Contribution => {
  switch (event.type) {
    case 'SupplyAttributed': {
      const { scheme, schemeNumber, holder, period, suppliedAt, consumptionCountry, currency, rows, thresholdTest } = event.data;
      return contribute(event, order, {
        kind: 'supply',
        scheme,
        schemeNumber,
        holder,
        period,
        suppliedAt,
        country: consumptionCountry,
        currency,
        rows: rows.map(supplyRowOf),
        tested: testedOf(thresholdTest),
      });
    }
    case 'SupplyExcluded': {
      const { regime, reason, thresholdTest } = event.data;
      return contribute(event, order, {
        kind: 'exclusion',
        regime,
        reason,
        ...(thresholdTest === undefined ? {} : { tested: testedOf(thresholdTest) }),
      });
    }
    case 'SupplyAdjusted': {
      const { creditNumber, scheme, schemeNumber, originalPeriod, period, consumptionCountry, currency, rows, claim } = event.data;
      const settles = claim === undefined ? {} : { claim: streamName('refundClaim', claim) };
      return contribute(event, order, {
        kind: 'adjustment',
        credit: creditNumber,
        scheme,
        schemeNumber,
        originalPeriod,
        period,
        country: consumptionCountry,
        currency,
        rows: rows.map(supplyRowOf),
        ...settles,
      });
    }
    case 'SupplyRefundReserved': {
      const { claim, channel, currency, rows } = event.data;
      return contribute(event, order, {
        kind: 'supplyReservation',
        claim: streamName('refundClaim', claim),
        channel,
        currency,
        rows: rows.map(({ rate, vat }) => ({ rate, vat })),
      });
    }
    case 'SupplyRefundReservationReleased':
      return contribute(event, order, { kind: 'supplyReservationEnd', claim: streamName('refundClaim', event.data.claim) });
    default:
      return nothing;
  }
};

const testedOf = ({ value, limit, currency }: TestedValue): TestedValue => ({ value, limit, currency });
const supplyRowOf = ({ rate, rateCategory, taxable, vat }: SupplyRow): SupplyRow => ({ rate, rateCategory, taxable, vat });
