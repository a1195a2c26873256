import fc from 'fast-check';
import {
  type MessageContext,
  orderDecider,
  type OrderEvent,
  orderDispatch,
  type OrderState,
  orderStream,
  paymentDispatch,
} from '#advance-data';
import { declarationDecider, declarationDispatch, type LodgeDeclaration, type PrefillRegime, prefillDeclaration } from '#declarations';
import { commandIdOfMessage } from '#event-catalogue';
import { classify, type RuleBook, zoneOfAuthority } from '#rules';
import { ledgerCatalogue } from '#runtime';
import type { Collector } from '#study';
import { LedgerInMemory } from '../invariants/ledger-in-memory';

/** One order of a small trade, and how it goes on. */
export interface Sale {
  readonly destination: 'FR' | 'DE' | 'PL' | 'GB';
  readonly currency: 'EUR' | 'GBP' | 'USD';
  readonly day: string;
  readonly lines: readonly { readonly quantity: number; readonly cents: number; readonly description: string }[];
  readonly freight: string;
  readonly discount: string;
  readonly buyerType: 'consumer' | 'business';
  /** Without a number of its seller somebody else collects within the limit. */
  readonly numbered: boolean;
  readonly carrierCollects: boolean;
  readonly returned: boolean;
  readonly invalidated: boolean;
}

/** Descriptions that the shipped classification knows: goods at a standard rate, with duty and without; books at a reduced one. */
const goods = ['TEACUP', 'HOT WATER BOTTLE', 'BIRTHDAY CARD', 'COOK BOOK', 'LUNCH BOX'].filter(
  (description) => classify(description) !== undefined,
);

export const sale: fc.Arbitrary<Sale> = fc
  .record({
    destination: fc.constantFrom('FR', 'DE', 'PL', 'GB'),
    currency: fc.constantFrom('EUR', 'GBP', 'USD'),
    day: fc.constantFrom('2026-05-20', '2026-06-20', '2026-06-25', '2026-07-10'),
    lines: fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 4 }),
        cents: fc.oneof(fc.integer({ min: 1, max: 1200 }), fc.integer({ min: 1, max: 6000 })),
        description: fc.constantFrom(...goods),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    freight: fc.constantFrom('0', '2.50', '7.99'),
    discount: fc.constantFrom('0', '0', '0.01'),
    buyerType: fc.constantFrom('consumer', 'consumer', 'consumer', 'business'),
    numbered: fc.constantFrom(true, true, false),
    carrierCollects: fc.boolean(),
    returned: fc.boolean(),
    invalidated: fc.constantFrom(false, false, false, false, true),
  })
  // Whether a carrier would have collected goods that became of low value only now, no record tells.
  .map((one) =>
    one.lines.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0) > 9_000 ? { ...one, carrierCollects: false } : one,
  );

const context: MessageContext = { installationKey: Buffer.alloc(32, 7), actor: 'test' };
const origin = { sha256: 'a'.repeat(64), line: 1 };
const seller = 'V-IE-1';
const declarant = 'R-1';
const numbers = { 'EU-IOSS': 'IM3720000015', 'UK-SUPPLY': 'GB999999973' } as const;
const assumed = { 'EU-IOSS': 'IM3720000000', 'UK-SUPPLY': 'GB000000000' } as const;
const numberOf = (one: number): string => `O-${String(one)}`;
const at = (day: string, daysLater: number): string => new Date(Date.parse(`${day}T10:00:00.000Z`) + daysLater * 86_400_000).toISOString();
const decimalOf = (cents: number): string => `${String(Math.floor(cents / 100))}.${String(cents % 100).padStart(2, '0')}`;
const by = (kind: string, reference: string, effectiveAt: string) => ({
  commandId: commandIdOfMessage({ book: '-', issuer: 'TEST', kind, reference, version: '1' }),
  actor: 'test',
  book: '-',
  effectiveAt,
});

/** The number that the order carries where `collector` collects. */
const schemeNumberOf = ({ destination, numbered }: Sale, collector: Collector | undefined): string | undefined => {
  const scheme = destination === 'GB' ? 'UK-SUPPLY' : 'EU-IOSS';
  const own = numbered ? numbers[scheme] : undefined;
  if (collector === undefined) return own;
  return collector === 'vendor' || destination === 'GB' ? (own ?? assumed[scheme]) : undefined;
};

const orderOf = (one: number, told: Sale, collector: Collector | undefined) => {
  const { destination, day, lines, currency, freight, discount, buyerType } = told;
  const schemeNumber = schemeNumberOf(told, collector);
  return orderDispatch(
    {
      seller,
      orderNumber: numberOf(one),
      buyerId: 'buyer',
      buyerType,
      transactionType: buyerType === 'consumer' ? 'B2C' : 'B2B',
      deliveryTerms: 'DDP',
      dispatchCountry: 'CN',
      destination,
      orderedAt: at(day, 0),
      currency,
      freight,
      discount,
      ...(schemeNumber === undefined ? {} : { schemeNumber }),
      lines: lines.map(({ quantity, cents, description }, i) => ({
        sku: `SKU-${String(i)}`,
        description,
        quantity,
        unitPrice: decimalOf(cents),
        hsCode: classify(description)?.code,
      })),
    },
    context,
    origin,
  );
};

/** How the goods are declared: as their order was attributed. */
const regimeOf = (
  told: Sale,
  { supply }: Extract<OrderState, { readonly kind: 'order' }>,
  collector: Collector | undefined,
): PrefillRegime | undefined => {
  if (supply.kind === 'undecided') return undefined;
  if (supply.kind === 'attributed') {
    const { scheme: kind, schemeNumber, thresholdTest } = supply.data;
    return {
      kind,
      schemeNumber,
      suppliedOn: at(told.day, 1).slice(0, 10),
      statedValue: { amount: thresholdTest.value, currency: thresholdTest.currency },
    };
  }
  if (supply.data.regime === 'OUTSIDE') return undefined;
  const carrier = collector === undefined ? told.carrierCollects : collector === 'intermediary';
  return carrier && supply.data.reason === 'no_scheme_number' && told.destination !== 'GB'
    ? { kind: 'EU-SA', schemeNumber: `SA${told.destination}0000` }
    : { kind: 'STANDARD-IMPORT' };
};

const orderKnown = async (ledger: LedgerInMemory, one: number): Promise<Extract<OrderState, { readonly kind: 'order' }>> => {
  let state = orderDecider.initial;
  for await (const stored of ledger.store.read(orderStream(seller, numberOf(one))))
    state = orderDecider.evolve(state, ledgerCatalogue.decode(stored) as unknown as OrderEvent);
  if (state.kind !== 'order') throw new Error(`order ${String(one)} was not recorded`);
  return state;
};

/** As somebody declares who does not look at the prices: an item for each line, at one whole of the currency, whatever it was sold for. */
const byHand = (command: LodgeDeclaration, lines: Extract<OrderState, { readonly kind: 'order' }>['lines']): LodgeDeclaration => ({
  ...command,
  items: command.items
    .flatMap((item) =>
      item.covers.map((cover) => ({
        ...item,
        hsCode: lines.find(({ ordinal }) => ordinal === cover.ordinal)?.hsCode?.slice(0, item.hsCode.length) ?? '',
        goodsValue: '1.00',
        quantity: cover.quantity,
        covers: [cover],
      })),
    )
    .sort((a, b) => (a.covers[0]?.ordinal ?? 0) - (b.covers[0]?.ordinal ?? 0))
    .map((item, i) => ({ ...item, seq: i + 1 })),
});

const declare = async (
  ledger: LedgerInMemory,
  one: number,
  told: Sale,
  law: RuleBook,
  collector: Collector | undefined,
  isByHand: boolean,
): Promise<void> => {
  const order = await orderKnown(ledger, one);
  const regime = regimeOf(told, order, collector);
  if (regime === undefined) return;
  const authority = told.destination === 'GB' ? 'GB' : `EU-${told.destination}`;
  const prefilled = prefillDeclaration({
    order: order.header,
    lines: order.lines,
    authority,
    jurisdiction: told.destination,
    zone: zoneOfAuthority(law, authority) ?? 'UTC',
    acceptedAt: at(told.day, 8),
    rules: law,
    regime,
    lrn: `L-${String(one)}`,
    mrn: `26${told.destination}${String(one).padStart(14, '0')}`,
    consignment: { carrier: `C-${String(one % 2)}`, consignmentNumber: `P-${String(one)}` },
    parties: { declarant, representativeStatus: '3', debtor: declarant, accountHolder: declarant },
  });
  if (prefilled.kind !== 'declarable') return;
  const dispatch = declarationDispatch(isByHand ? byHand(prefilled.command, order.lines) : prefilled.command, { actor: declarant });
  await ledger.send(dispatch);
  await ledger.settle();
  if (!told.invalidated) return;
  const evidence = [{ kind: 'ExportDeclaration', document: 'b'.repeat(64), receivedOn: at(told.day, 20).slice(0, 10) }];
  await ledger.send({
    decider: declarationDecider,
    stream: dispatch.stream,
    command: {
      type: 'InvalidateDeclaration',
      ground: 'wrong_goods',
      appliedOn: at(told.day, 20).slice(0, 10),
      invalidatedOn: at(told.day, 20).slice(0, 10),
      requestedBy: declarant,
      approvedBy: 'OFFICER-1',
      evidence,
    },
    context: by('invalidate', `L-${String(one)}`, at(told.day, 20)),
  });
};

/**
 * The sales with those credits alone that a ledger recorded: a credit of a supply that no scheme collects changes nothing, and a simulation
 * under which one would collect it cannot know of it.
 */
export const withKnownCredits = async (sales: readonly Sale[], ledger: LedgerInMemory): Promise<readonly Sale[]> =>
  Promise.all(
    sales.map(async (told, one) => ({ ...told, returned: told.returned && (await orderKnown(ledger, one)).supply.kind === 'attributed' })),
  );

/** The ledger of a small trade under a law that it knew from its first event on. */
export const toldUnder = async (
  sales: readonly Sale[],
  law: RuleBook,
  collector?: Collector,
  isByHand = false,
): Promise<LedgerInMemory> => {
  const ledger = new LedgerInMemory(law);
  await tellMore(ledger, sales, law, collector, isByHand);
  return ledger;
};

/** Tells sales to a ledger; what it was told already it has once. `isByHand`: the declarations are not made from the orders. */
export const tellMore = async (
  ledger: LedgerInMemory,
  sales: readonly Sale[],
  law: RuleBook,
  collector?: Collector,
  isByHand = false,
): Promise<void> => {
  for (const [one, told] of sales.entries()) {
    await ledger.send(orderOf(one, told, collector));
    await ledger.send(
      paymentDispatch(
        {
          psp: 'P-1',
          transactionId: `T-${String(one)}`,
          seller,
          orderNumber: numberOf(one),
          acceptedAt: at(told.day, 1),
          amount: '100.00',
          currency: told.currency,
        },
        context,
        origin,
      ),
    );
    await ledger.settle();
    await declare(ledger, one, told, law, collector, isByHand);
    if (!told.returned) continue;
    const moment = at(told.day, 30);
    await ledger.send({
      decider: orderDecider,
      stream: orderStream(seller, numberOf(one)),
      command: {
        type: 'AdjustSupply',
        creditNumber: `CR-${String(one)}`,
        adjustedAt: moment,
        ruleId: 'test-1',
        lines: [{ ordinal: 1, quantity: 1 }],
        rules: law,
      },
      context: by('credit', numberOf(one), moment),
    });
  }
};
