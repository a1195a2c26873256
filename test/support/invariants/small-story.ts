import fc from 'fast-check';
import { accountDecider, accountStream, receiptDecider, receiptStream } from '#accounts';
import { consignmentDispatch, type MessageContext, orderDecider, orderDispatch, orderStream, paymentDispatch } from '#advance-data';
import { collectorDecider, collectorStream, type CollectorCommand } from '#collectors';
import { declarationDispatch, prefillDeclaration } from '#declarations';
import { commandIdOfMessage } from '#event-catalogue';
import { classify, zoneOfAuthority } from '#rules';
import { type LedgerInMemory, rules } from './ledger-in-memory';

/** One order of a small trade, and what becomes of it. */
export interface Fate {
  readonly destination: 'FR' | 'DE' | 'GB' | 'US';
  readonly day: string;
  readonly lines: readonly { readonly quantity: number; readonly cents: number; readonly description: string }[];
  /** By the declarant, of the way in which the tax is collected. */
  readonly mistaken: boolean;
}

/** One thing that happens; `fate` is the number of an order. */
export type Step =
  | { readonly kind: 'order' | 'pay' | 'cancel' | 'return' | 'advise' | 'declare'; readonly fate: number }
  | { readonly kind: 'close'; readonly today: string }
  | { readonly kind: 'file'; readonly scheme: 'EU-IOSS' | 'UK-SUPPLY'; readonly period: string }
  | { readonly kind: 'receive'; readonly authority: 'GB' | 'EU-IE' | 'EU-FR'; readonly quotes: string; readonly cents: number }
  | { readonly kind: 'again'; readonly which: number }
  | { readonly kind: 'settle' | 'catchUp' | 'restart' };

export interface SmallStory {
  readonly fates: readonly Fate[];
  readonly steps: readonly Step[];
}

const vendor = 'V-IE-1';
const representative = 'R-1';
const numbers = { 'EU-IOSS': 'IM3720000015', 'UK-SUPPLY': 'GB999999973' } as const;
const returnAuthorities = { 'EU-IOSS': 'EU-IE', 'UK-SUPPLY': 'GB' } as const;
const firstDay = '2026-05-01';
/** Descriptions that the shipped classification and measures know. */
const goods = ['TEACUP', 'HOT WATER BOTTLE', 'BIRTHDAY CARD'] as const;
/** Value up to which a scheme collects the tax, in cents of the order's currency. */
const limits = { 'EU-IOSS': 15_000, 'UK-SUPPLY': 13_500 } as const;

const fate: fc.Arbitrary<Fate> = fc.record({
  destination: fc.constantFrom('FR', 'DE', 'GB', 'US'),
  day: fc.constantFrom('2026-05-20', '2026-06-05', '2026-06-21', '2026-06-30', '2026-07-10'),
  lines: fc.array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 5 }),
      // Around the thresholds of 150 euro and 135 pounds; some free of charge.
      cents: fc.integer({ min: 0, max: 4000 }),
      description: fc.constantFrom(...goods),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  mistaken: fc.constantFrom(false, false, false, true),
});

const wayOf = (one: number): readonly Step[] =>
  (['order', 'pay', 'cancel', 'return', 'advise', 'declare'] as const).map((kind) => ({ kind, fate: one }));

const backOffice: readonly Step[] = [
  ...['2026-07-01', '2026-08-01', '2026-09-01'].map((today) => ({ kind: 'close' as const, today })),
  ...['2026-05', '2026-06', '2026-07'].map((period) => ({ kind: 'file' as const, scheme: 'EU-IOSS' as const, period })),
  { kind: 'file', scheme: 'UK-SUPPLY', period: '2026-Q2' },
  // Of the two accounts with GB, whose statements are numbered together; those of May, June and July.
  ...['GB-S00000001', 'GB-S00000003', 'GB-S00000004', 'GB-S00000006'].map((quotes) => ({
    kind: 'receive' as const,
    authority: 'GB' as const,
    quotes,
    cents: 1500,
  })),
  { kind: 'receive', authority: 'EU-FR', quotes: 'pays EU-FR-S00000002 with thanks', cents: 777 },
  { kind: 'receive', authority: 'EU-IE', quotes: 'IE/IM3720000015/2026-06', cents: 20_000 },
  { kind: 'receive', authority: 'GB', quotes: 'no idea', cents: 999 },
];

const anywhere: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('again' as const), which: fc.nat(1000) }),
  fc.record({ kind: fc.constantFrom('settle' as const, 'settle' as const, 'catchUp' as const, 'restart' as const) }),
);

const shuffled = (steps: readonly Step[]): fc.Arbitrary<readonly Step[]> =>
  fc.shuffledSubarray([...steps], { minLength: Math.ceil(steps.length * 0.7) });

/** Most of what a few orders go through, in an order that makes sense or in none at all, with repetitions and restarts among it. */
export const smallStory: fc.Arbitrary<SmallStory> = fc.array(fate, { minLength: 1, maxLength: 4 }).chain((fates) => {
  const all = [...fates.flatMap((_, one) => wayOf(one)), ...backOffice];
  const inOrder = fc.subarray([...all], { minLength: Math.ceil(all.length * 0.7) });
  return fc
    .record({ main: fc.oneof(inOrder, shuffled(all)), extra: fc.array(fc.tuple(anywhere, fc.nat(100)), { minLength: 3, maxLength: 12 }) })
    .map(({ main, extra }) => {
      const steps: Step[] = [...main];
      for (const [step, at] of extra) steps.splice(at % (steps.length + 1), 0, step);
      return { fates, steps };
    });
});

const context: MessageContext = { installationKey: Buffer.alloc(32, 7), actor: 'test' };
const origin = { sha256: 'a'.repeat(64), line: 1 };
const orderNumber = (one: number): string => `O-${String(one)}`;
export const at = (day: string, daysLater: number): string =>
  new Date(Date.parse(`${day}T10:00:00.000Z`) + daysLater * 86_400_000).toISOString();
const decimalOf = (cents: number): string => `${String(Math.floor(cents / 100))}.${String(cents % 100).padStart(2, '0')}`;
const currencyOf = ({ destination }: Fate): string => (destination === 'GB' ? 'GBP' : 'EUR');
const schemeOf = ({ destination }: Fate): keyof typeof numbers => (destination === 'GB' ? 'UK-SUPPLY' : 'EU-IOSS');

const isDear = (fate: Fate): boolean => fate.lines.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0) > limits[schemeOf(fate)];

export const by = (book: string, kind: string, named: string, effectiveAt: string) => ({
  commandId: commandIdOfMessage({ book, issuer: 'TEST', kind, reference: named, version: '1' }),
  actor: 'test',
  book,
  effectiveAt,
});

export const orderOf = (one: number, fate: Fate) => {
  const { destination, day, lines } = fate;
  return orderDispatch(
    {
      seller: vendor,
      orderNumber: orderNumber(one),
      buyerId: 'buyer',
      buyerType: 'consumer',
      transactionType: 'B2C',
      deliveryTerms: 'DDP',
      dispatchCountry: 'CN',
      destination,
      orderedAt: at(day, 0),
      currency: currencyOf(fate),
      freight: '2.50',
      ...(destination === 'US' ? {} : { schemeNumber: numbers[schemeOf(fate)] }),
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

export const paymentOf = (one: number, fate: Fate) =>
  paymentDispatch(
    {
      psp: 'P-1',
      transactionId: `T-${String(one)}`,
      seller: vendor,
      orderNumber: orderNumber(one),
      acceptedAt: at(fate.day, 1),
      amount: '100.00',
      currency: currencyOf(fate),
    },
    context,
    origin,
  );

const consignmentOf = (one: number, { destination, day }: Fate) =>
  consignmentDispatch(
    {
      carrier: 'C-1',
      consignmentNumber: `P-${String(one)}`,
      orders: [{ seller: vendor, orderNumber: orderNumber(one) }],
      mode: 'air',
      dispatchCountry: 'CN',
      destination,
      dispatchedAt: at(day, 1),
      arrivedAt: at(day, 8),
      deliveredAt: at(day, 10),
      packages: 1,
    },
    context,
    origin,
  );

const creditOf = (one: number, { day }: Fate, kind: 'cancel' | 'return') => {
  const common = { creditNumber: `CR-${kind}-${String(one)}`, lines: [{ ordinal: 1, quantity: 1 }], ruleId: 'test-1' };
  const moment = at(day, kind === 'cancel' ? 0 : 20);
  return {
    decider: orderDecider,
    stream: orderStream(vendor, orderNumber(one)),
    command:
      kind === 'cancel'
        ? ({ type: 'CancelUnits', ...common, cancelledAt: moment } as const)
        : ({ type: 'AdjustSupply', ...common, adjustedAt: moment, rules } as const),
    context: by('-', `credit-${kind}`, orderNumber(one), moment),
  };
};

export const declarationOf = (one: number, fate: Fate) => {
  const { command } = orderOf(one, fate);
  if (command.type !== 'RecordOrder' || fate.destination === 'US') return undefined;
  const authority = fate.destination === 'GB' ? 'GB' : `EU-${fate.destination}`;
  const kind = schemeOf(fate);
  const prefilled = prefillDeclaration({
    order: command.order,
    lines: command.lines,
    authority,
    jurisdiction: fate.destination,
    zone: zoneOfAuthority(rules, authority) ?? 'UTC',
    acceptedAt: at(fate.day, 8),
    rules,
    lrn: `L-${String(one)}`,
    mrn: `26${fate.destination}${String(one).padStart(14, '0')}`,
    consignment: { carrier: 'C-1', consignmentNumber: `P-${String(one)}` },
    regime:
      isDear(fate) !== fate.mistaken
        ? { kind: 'STANDARD-IMPORT' }
        : { kind, schemeNumber: numbers[kind], suppliedOn: at(fate.day, 1).slice(0, 10) },
    parties: { declarant: representative, representativeStatus: '3', debtor: representative, accountHolder: representative },
  });
  return prefilled.kind === 'declarable' ? declarationDispatch(prefilled.command, { actor: representative }) : undefined;
};

const receiptOf = ({ authority, quotes, cents }: Extract<Step, { readonly kind: 'receive' }>) => {
  const entryReference = `E-${authority}-${quotes}`;
  return {
    decider: receiptDecider,
    stream: receiptStream(authority, `BANK-${authority}`, entryReference),
    command: {
      type: 'RecordReceipt',
      authority,
      bankAccount: `BANK-${authority}`,
      entryReference,
      amount: decimalOf(cents),
      currency: authority === 'GB' ? 'GBP' : 'EUR',
      bookedOn: '2026-08-16',
      valueOn: '2026-08-16',
      remittance: quotes,
    } as const,
    context: by(authority, 'receipt', entryReference, '2026-08-16T12:00:00.000Z'),
  };
};

/** The parties and their accounts, before anything else happens. */
export const setUp = async (ledger: LedgerInMemory): Promise<void> => {
  const from = `${firstDay}T00:00:00.000Z`;
  const register = (collector: string, ...commands: readonly CollectorCommand[]): readonly Promise<void>[] =>
    commands.map((command, i) =>
      ledger.send({
        decider: collectorDecider,
        stream: collectorStream(collector),
        command,
        context: by('-', 'collector', `${collector}/${String(i)}`, from),
      }),
    );
  const details = { establishedIn: 'IE', registeredOn: firstDay };
  await Promise.all([
    ...register(
      vendor,
      { type: 'RegisterCollector', collector: { ...details, collector: vendor, name: 'Vendor', roles: ['vendor'] } },
      { type: 'GrantSchemeNumber', scheme: 'EU-IOSS', schemeNumber: numbers['EU-IOSS'], authority: 'EU-IE', validFrom: firstDay },
      { type: 'GrantSchemeNumber', scheme: 'UK-VAT', schemeNumber: numbers['UK-SUPPLY'], authority: 'GB', validFrom: firstDay },
    ),
    ...register(representative, {
      type: 'RegisterCollector',
      collector: { ...details, collector: representative, name: 'Representative', roles: ['representative'] },
    }),
  ]);
  const accounts = [
    ...['GB', 'EU-FR', 'EU-DE'].map((authority) => ({ authority, holder: representative, kind: 'deferment' as const })),
    ...Object.values(returnAuthorities).map((authority) => ({ authority, holder: vendor, kind: 'scheme' as const })),
  ];
  for (const account of accounts)
    await ledger.send({
      decider: accountDecider,
      stream: accountStream(account.authority, account.holder, account.kind),
      command: {
        type: 'OpenAccount',
        ...account,
        currency: account.authority === 'GB' ? 'GBP' : 'EUR',
        cycle: account.authority === 'GB' ? 'UK-DUTY' : 'EU-SIXTEENTH',
        openedOn: firstDay,
      },
      context: by(account.authority, 'account', `${account.kind}/${account.holder}`, from),
    });
};

/** What an order goes through. */
const happensTo = async (
  ledger: LedgerInMemory,
  kind: Extract<Step, { readonly fate: number }>['kind'],
  one: number,
  fate: Fate,
): Promise<void> => {
  switch (kind) {
    case 'order':
      return ledger.send(orderOf(one, fate));
    case 'pay':
      return ledger.send(paymentOf(one, fate));
    case 'cancel':
    case 'return':
      return ledger.send(creditOf(one, fate, kind));
    case 'advise':
      return ledger.send(consignmentOf(one, fate));
    case 'declare': {
      const declaration = declarationOf(one, fate);
      return declaration === undefined ? undefined : ledger.send(declaration);
    }
  }
};

/** One step of a story. Repetitions answer what was answered before; `onAgain` is told both answers. */
export const happens = async (
  ledger: LedgerInMemory,
  { fates }: SmallStory,
  step: Step,
  onAgain: (answers: Awaited<ReturnType<LedgerInMemory['sendAgain']>>) => void,
): Promise<void> => {
  switch (step.kind) {
    case 'close':
      return ledger.close(step.today);
    case 'file': {
      const { scheme, period } = step;
      return ledger.file({
        scheme,
        schemeNumber: numbers[scheme],
        holder: vendor,
        authority: returnAuthorities[scheme],
        period,
        filedOn: '2026-08-10',
        firstDay,
      });
    }
    case 'receive':
      return ledger.send(receiptOf(step));
    case 'again':
      onAgain(await ledger.sendAgain(step.which));
      return;
    case 'settle':
      return ledger.settle();
    case 'catchUp':
      return ledger.catchUp();
    case 'restart':
      ledger.restart();
      return;
    default: {
      const fate = fates[step.fate];
      return fate === undefined ? undefined : happensTo(ledger, step.kind, step.fate, fate);
    }
  }
};
