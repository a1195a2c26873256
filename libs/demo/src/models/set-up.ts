import { accountDecider, accountId, accountStream, guaranteeDecider, guaranteeStream, requiredGuarantee } from '#accounts';
import type { RecordOrder } from '#advance-data';
import { collectorDecider, collectorStream, grantSchemeNumber } from '#collectors';
import { Exact, round } from '#money';
import { assessmentCurrencyOf, type RuleBook } from '#rules';
import { dayOf, firstDay, monthOf, noon } from '../days';
import type { Telling } from '../telling';
import { accountCycles, arrangementNumber, authorityOf, consumers, importAuthorities, parties } from '../parties';
import { type DemoRequest, type Horizon, isZeroShare } from '../settings';
import { contextOf } from '../setup';
import { DemoError, runCommands } from '../stage';
import type { Trade } from '../trade';

const countryOf = (authority: string): string => authority.replace(/^EU-/, '');
export const currencyAt = (rules: RuleBook, authority: string, day: string): string =>
  authority === 'GB' ? 'GBP' : (assessmentCurrencyOf(rules, countryOf(authority), day) ?? 'EUR');

const { carrier } = parties;
/** Where the carrier may collect under special arrangements. */
const arrangedAt = importAuthorities.filter((authority) => authority !== 'GB');

/**
 * Desks for consumers, the carrier's authorisations and accounts, and the guarantees behind the deferment accounts of those who declare.
 */
export const setUpModels = async ({ ledger, stages }: Telling, request: DemoRequest, trade: Trade, horizon: Horizon): Promise<void> => {
  if (request.model === 'vendor') return;
  const from = firstDay(horizon.firstMonth);
  const rules = ledger.rules.current();
  await runCommands(ledger, stages, 'collectors', [
    {
      decider: collectorDecider,
      stream: collectorStream(carrier),
      command: {
        type: 'RegisterCollector' as const,
        collector: {
          collector: carrier,
          name: 'Demonstration carrier',
          establishedIn: 'NL',
          roles: ['intermediary' as const, 'representative' as const],
          registeredOn: from,
        },
      },
      context: contextOf('-', 'collector', `${carrier}/register`, noon(from)),
    },
  ]);
  const opening = [
    ...importAuthorities.map((authority) => ({
      authority,
      holder: consumers,
      kind: 'consumer' as const,
      cycle: accountCycles.consumer[authority === 'GB' ? 'uk' : 'eu'],
    })),
    ...arrangedAt.flatMap((authority) =>
      (['scheme', 'deferment'] as const).map((kind) => ({ authority, holder: carrier, kind, cycle: accountCycles[kind].eu })),
    ),
  ];
  await runCommands(
    ledger,
    stages,
    'accounts',
    opening.map((account) => ({
      decider: accountDecider,
      stream: accountStream(account.authority, account.holder, account.kind),
      command: { type: 'OpenAccount' as const, ...account, currency: currencyAt(rules, account.authority, from), openedOn: from },
      context: contextOf(account.authority, 'account', `${account.kind}/${account.holder}`, noon(from)),
    })),
  );
  for (const authority of arrangedAt) {
    const schemeNumber = arrangementNumber(countryOf(authority));
    const outcome = await grantSchemeNumber(
      ledger,
      carrier,
      { type: 'GrantSchemeNumber', scheme: 'EU-SA', schemeNumber, authority, validFrom: from },
      contextOf('-', 'collector', `${carrier}/${schemeNumber}`, noon(from)),
    );
    if (outcome.kind !== 'accepted') throw new DemoError(`${schemeNumber}: ${outcome.kind}`);
  }
  await ledger.settle();
  await secure({ ledger, stages }, request, trade, from);
};

/** Percent of the value of goods that duty and VAT together hardly exceed: what a guarantor reckons with before anything is assessed. */
const expectedTax = Exact.parse('30');

/** Months of goods value by authority, in the currency of its accounts: what the orders announce. */
const valuesByMonth = (
  trade: Trade,
  request: DemoRequest,
  rules: RuleBook,
  from: string,
): ReadonlyMap<string, ReadonlyMap<string, Exact>> => {
  const values = new Map<string, Map<string, Exact>>();
  for (const { dispatch } of trade.documents()) {
    const { command } = dispatch;
    if (command.type !== 'RecordOrder' || command.order.destination === undefined) continue;
    const authority = authorityOf(command.order.destination);
    if (!importAuthorities.includes(authority)) continue;
    const conversion = rules.conversion(
      command.order.currency,
      currencyAt(rules, authority, from),
      'dayElseEarlier',
      dayOf(command.order.orderedAt),
    );
    if ('kind' in conversion) continue;
    const months = values.get(authority) ?? new Map<string, Exact>();
    const month = monthOf(command.order.orderedAt);
    values.set(authority, months.set(month, (months.get(month) ?? Exact.ZERO).plus(conversion.apply(valueOf(command)))));
  }
  return values;
};

const valueOf = ({ lines }: RecordOrder): Exact =>
  lines.reduce(
    (sum, { quantity, unitPrice }) => (quantity > 0 ? sum.plus(Exact.parse(unitPrice).times(Exact.ofInteger(BigInt(quantity)))) : sum),
    Exact.ZERO,
  );

/** With planted faults debts stay open that should not: then guarantees have room for them, so that each fault is one. */
const roomForFaults = 4n;

const secure = async ({ ledger, stages }: Telling, request: DemoRequest, trade: Trade, from: string): Promise<void> => {
  const rules = ledger.rules.current();
  const holders = [
    ...importAuthorities.map((authority) => ({ authority, holder: parties.representative.collector })),
    ...arrangedAt.map((authority) => ({ authority, holder: carrier })),
  ];
  const months = valuesByMonth(trade, request, rules, from);
  await runCommands(
    ledger,
    stages,
    'guarantees',
    holders.map(({ authority, holder }) => {
      const currency = currencyAt(rules, authority, from);
      const debts = [...(months.get(authority)?.values() ?? [])].map((value) => round(value.percent(expectedTax), currency, 'up').minor);
      // Deferred debt of one month is unpaid while the next one grows.
      const required = requiredGuarantee('UK-DEFERMENT', debts);
      const amount = isZeroShare(request.noise) ? required.amount : required.amount * roomForFaults;
      const guaranteeReference = `GRN-${authority}-${holder}`;
      return {
        decider: guaranteeDecider,
        stream: guaranteeStream(authority, guaranteeReference),
        command: {
          type: 'RegisterGuarantee' as const,
          authority,
          guarantor: 'BANK-G-001',
          guaranteeReference,
          holder,
          form: 'undertaking' as const,
          required,
          amount,
          currency,
          validFrom: from,
          shares: [{ account: accountId(authority, holder, 'deferment'), authority, holder, share: amount }],
        },
        context: contextOf(authority, 'guarantee', guaranteeReference, noon(from)),
      };
    }),
  );
  await ledger.settle();
};
