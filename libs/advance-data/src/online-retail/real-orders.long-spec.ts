import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DomainEvent } from '#event-catalogue';
import type { Decider } from '#event-store';
import { shippedRuleBook } from '#rules';
import { orderDecider } from '../order.decider';
import type { OrderCommand } from '../order.commands';
import type { OrderKnown, OrderState } from '../order.state';
import { creditLinkRule, linkCredits } from './credit-linking';
import { RetailTelling } from './retail-commands';
import { readRetailFiles, type RetailTrade } from './retail-reader';

const folder = join(process.env['REAL_DATA'] ?? resolve(__dirname, '../../../../../shared/data'), 'orders');
const present = existsSync(folder);
if (!present) console.log(`the real order files are absent (${folder}): their counts are not checked`);

/** Decides and folds: what a command runner does, without a store. */
const run = <C, S, E extends DomainEvent>(decider: Decider<C, S, E>, state: S, command: C): S => {
  const decision = decider.decide(command, state);
  if ('rejected' in decision) throw new Error(decision.rejected.code);
  return decision.accepted.reduce<S>(decider.evolve, state);
};

/** An independent count of the six files under --rebase 2025-10-01 --dispatch CN. No difference is left to explain. */
(present ? describe : describe.skip)('the six real order files', () => {
  let trade: RetailTrade;
  beforeAll(async () => {
    trade = await readRetailFiles(
      readdirSync(folder)
        .filter((f) => f.endsWith('.csv.gz'))
        .sort()
        .map((f) => join(folder, f)),
    );
  }, 60_000);

  it('are read line by line', () => {
    expect(trade.read).toBe(209_029);
    expect(trade.accepted).toBe(209_029);
    expect(trade.rejected.size).toBe(0);
    expect(trade.sums).toEqual({ sales: '4064726.591', credits: '-357898.95', net: '3706827.641' });
    expect([...trade.classes.values()].reduce((a, b) => a + b, 0)).toBe(trade.accepted);
    expect(trade.classes.get('credit')).toBe(3_783);
  });

  it('have their credits linked to sales', () => {
    expect(linkCredits(trade.invoices).counts).toEqual({ linked: 2_553, partly: 17, unlinked: 956, notGoods: 257 });
  });

  it('fall into the regimes of the independent count', () => {
    const counts: Record<string, number> = {};
    for (const order of decidedOrders(trade)) {
      const kind = dispositionOf(order);
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    expect(counts).toEqual({
      'EU-IOSS': 80,
      'EU STANDARD-IMPORT': 525,
      'UK-SUPPLY': 1_690,
      'GB STANDARD-IMPORT': 5_653,
      no_rule_set: 90,
      destination_unknown: 4,
      no_goods: 1_039,
      cancelled: 25,
    });
  }, 60_000);
});

/** Every invoice that is no credit, cancelled as its credits say, paid 24 hours later and attributed. */
function* decidedOrders(trade: RetailTrade): Iterable<OrderKnown> {
  const settings = {
    seller: 'V-IE-1',
    currency: 'GBP',
    dispatchCountry: 'CN',
    rebase: '2025-10-01',
    schemeNumbers: { 'EU-IOSS': 'IM3720000001', 'UK-SUPPLY': 'GB123456789' },
  };
  const rules = shippedRuleBook();
  const telling = new RetailTelling(trade, settings, rules, { installationKey: Buffer.alloc(32, 1), actor: 'spec' }, []);
  const states = new Map<string, OrderState>();
  for (const { invoice, dispatch } of telling.documents())
    if (!invoice.credit) states.set(invoice.number, run(orderDecider, orderDecider.initial, dispatch.command));
  for (const effect of linkCredits(trade.invoices).effects) {
    const state = states.get(effect.order);
    if (effect.kind === 'cancellation' && state !== undefined)
      states.set(effect.order, run(orderDecider, state, telling.effect(effect, creditLinkRule).command));
  }
  for (const state of states.values()) {
    if (state.kind !== 'order') continue;
    const { seller, orderNumber, orderedAt, currency } = state.header;
    const acceptedAt = new Date(Date.parse(orderedAt) + 24 * 60 * 60 * 1000).toISOString();
    const payment: OrderCommand = {
      type: 'ConfirmPayment',
      payment: {
        seller,
        orderNumber,
        payment: '0'.repeat(26),
        psp: 'PSP-1',
        transactionId: orderNumber,
        acceptedAt,
        amount: '1.00',
        currency,
      },
      rules,
    };
    const decided = run(orderDecider, state, payment);
    if (decided.kind === 'order') yield decided;
  }
}

const dispositionOf = ({ header, supply }: OrderKnown): string => {
  if (supply.kind === 'attributed') return supply.data.scheme;
  if (supply.kind === 'undecided') return 'undecided';
  const { regime, reason } = supply.data;
  return regime === 'OUTSIDE' ? reason : `${header.destination === 'GB' ? 'GB' : 'EU'} ${regime}`;
};
