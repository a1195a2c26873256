import { accountDecider, accountStream } from '#accounts';
import fc from 'fast-check';
import { evolveRuleBook } from '#rules';
import { LedgerInMemory, rules } from '../ledger-in-memory';
import { type Fate, happens, setUp, type Step as TradeStep } from '../small-story';
import { beneficiarySteps } from './beneficiary-steps';
import { carrierSteps, registerCarrier } from './carrier-steps';
import { debtSteps } from './debt-steps';
import { declarationSteps } from './declaration-steps';
import { guaranteeSteps } from './guarantee-steps';
import { paymentSteps } from './payment-steps';
import { refundSteps } from './refund-steps';
import { type Kinds, type Step, stepOf } from './step';
import { borderAccounts, firstDay, pick, World } from './world';

/** Orders whose supplies fall under a scheme, for returns beside what happens at the border. */
const fates: readonly Fate[] = [
  { destination: 'FR', day: '2026-05-20', lines: [{ quantity: 3, cents: 1250, description: 'TEACUP' }], mistaken: false },
  { destination: 'GB', day: '2026-06-21', lines: [{ quantity: 1, cents: 999, description: 'HOT WATER BOTTLE' }], mistaken: false },
  { destination: 'DE', day: '2026-06-05', lines: [{ quantity: 2, cents: 333, description: 'BIRTHDAY CARD' }], mistaken: true },
];
const tradeSteps: readonly TradeStep[] = [
  ...fates.flatMap((_, fate) => (['order', 'pay', 'return', 'declare'] as const).map((kind) => ({ kind, fate }))),
  ...['2026-05', '2026-06', '2026-07'].map((period) => ({ kind: 'file' as const, scheme: 'EU-IOSS' as const, period })),
  { kind: 'file', scheme: 'UK-SUPPLY', period: '2026-Q2' },
];

const timeSteps: Kinds = {
  pass: [
    14,
    (world, { n }) => {
      world.pass(1 + (n % 20));
      return Promise.resolve();
    },
  ],
  close: [8, (world) => world.ledger.close(world.today)],
  settle: [8, (world) => world.ledger.settle()],
  restart: [
    1,
    (world) => {
      world.ledger.restart();
      return Promise.resolve();
    },
  ],
  again: [3, (world, { n }) => world.ledger.sendAgain(n)],
  trade: [5, (world, { n }) => happens(world.ledger, { fates, steps: [] }, pick(tradeSteps, n) ?? { kind: 'settle' }, () => undefined)],
};

/** All that can happen; a new kind is a line in one of these files. */
const kinds: Kinds = {
  nothing: [1, () => Promise.resolve()],
  ...declarationSteps,
  ...guaranteeSteps,
  ...paymentSteps,
  ...debtSteps,
  ...refundSteps,
  ...beneficiarySteps,
  ...carrierSteps,
  ...timeSteps,
};

/** Histories of so many steps. */
export const historyOf = (steps: number): fc.Arbitrary<readonly Step[]> => fc.array(stepOf(kinds), { minLength: steps, maxLength: steps });

/** The authority at the border tolerates what a bank keeps of a payment. */
const tolerant = evolveRuleBook(rules, {
  type: 'ShortPaymentTolerancePublished',
  data: { authority: 'GB', from: firstDay, source: 'a test', tolerances: [{ currency: 'GBP', percent: '30', books: 'bankCharge' }] },
});

/** Tells a history to a new ledger, then lets everything follow that follows. */
export const told = async (steps: readonly Step[]): Promise<World> => {
  const world = new World(new LedgerInMemory(tolerant));
  await setUp(world.ledger);
  for (const { authority, holder, kind } of borderAccounts)
    await world.send(accountDecider, accountStream(authority, holder, kind), {
      type: 'OpenAccount',
      authority,
      holder,
      kind,
      currency: 'GBP',
      cycle: 'UK-DUTY',
      openedOn: firstDay,
    });
  await registerCarrier(world);
  for (const { kind, ...numbers } of steps) {
    await kinds[kind]?.[1](world, numbers);
    await world.follow();
  }
  // What waits for the next period is charged once the periods of today are open.
  await world.ledger.close(world.today);
  await world.ledger.settle();
  await world.follow();
  return world;
};
