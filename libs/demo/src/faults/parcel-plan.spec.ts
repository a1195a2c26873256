import { shippedRuleBook } from '#rules';
import { generatedDocuments } from '../generated-documents';
import { underModel } from '../models/model';
import type { DemoRequest } from '../settings';
import { ParcelPlan } from './parcel-plan';
import { parcelFaults } from './parcel-faults';

const rules = shippedRuleBook().carryingForward();
const requestOf = (parcels: number, noise: string, seed = 1): DemoRequest => ({
  orders: [],
  dispatch: 'CN',
  currency: 'GBP',
  seed,
  noise,
  parcels,
  model: 'all',
});

/** The faults of a trade, by order number. */
const faultsOf = (request: DemoRequest): { readonly plan: ParcelPlan; readonly drawn: ReadonlyMap<string, string> } => {
  const trade = generatedDocuments(
    { seed: request.seed, parcels: request.parcels, from: '2026-05-18' },
    { rules, dispatchCountry: 'CN', installationKey: new Uint8Array(32), actor: 'demo' },
  );
  const plan = new ParcelPlan(trade.documents(), { request, rules, legalNow: '2027-02-08' });
  const drawn = new Map<string, string>();
  for (const document of trade.documents()) {
    const { command } = document.dispatch;
    const fault = command.type === 'RecordOrder' ? plan.faultOf(underModel(document, request)) : undefined;
    if (command.type === 'RecordOrder' && fault !== undefined) drawn.set(command.order.orderNumber, fault.name);
  }
  return { plan, drawn };
};

describe('the plan of faults', () => {
  it('is the same for the same settings, and another for another seed', () => {
    const { drawn } = faultsOf(requestOf(300, '0.2'));
    expect([...faultsOf(requestOf(300, '0.2')).drawn]).toEqual([...drawn]);
    expect([...faultsOf(requestOf(300, '0.2', 2)).drawn]).not.toEqual([...drawn]);
  });

  it('has every kind where the trade is large enough', () => {
    const { plan, drawn } = faultsOf(requestOf(1200, '0.1'));
    expect(plan.missing).toEqual([]);
    expect(new Set(drawn.values())).toEqual(new Set(parcelFaults.map(({ name }) => name)));
  });

  it('gives no more parcels a fault than the share allows, by and large', () => {
    const { drawn } = faultsOf(requestOf(1200, '0.1'));
    expect(drawn.size).toBeGreaterThan(parcelFaults.length);
    expect(drawn.size).toBeLessThanOrEqual(132);
  });

  it('names the kinds for which a small share leaves no room', () => {
    const { plan, drawn } = faultsOf(requestOf(300, '0.02'));
    expect(drawn.size).toBe(6);
    expect(plan.missing).toHaveLength(parcelFaults.length - 6);
    expect(plan.missing[0]?.reason).toBe('the share of faults leaves room for 6 parcels');
  });
});
