import { type AccountPeriodEvent, cyclesOf, type OpenPeriodState, type ReceiptEvent } from '#accounts';
import { type DeclarationEvent } from '#declarations';
import { idOf, type Recorded } from '#event-catalogue';
import { verifyLog } from '#integrity';
import { BalanceSheet, type BalanceKey, post } from '#journal';
import { parseMoney } from '#money';
import { ledgerCatalogue } from '#runtime';
import { rules } from '../ledger-in-memory';
import { type World } from './world';

const cycles = cyclesOf(rules);
const minor = (amount: string, currency = 'GBP'): bigint => parseMoney(amount, currency).minor;

/** Breaches of the laws of docs/accounting.md, each as a sentence that begins with its law. */
export const breachesOf = async (world: World): Promise<readonly string[]> => [
  ...(await verifyLog(world.ledger.store, ledgerCatalogue)).findings.map(
    ({ what, event = '', expected, found }) => `verify: ${what} ${event}: ${expected}, not ${found}`,
  ),
  ...accountsAndJournal(world),
  ...suspense(world),
  ...tolerated(world),
  ...closedPeriods(world),
  ...declarations(world),
  ...once(world),
  ...(await again(world)),
];

/** Debits less credits on some accounts, by keys. */
const balanceOn = (world: World, accounts: readonly string[], ...keys: readonly BalanceKey[]): ReadonlyMap<string, bigint> => {
  const sheet = new BalanceSheet(keys);
  for (const { book, lines } of world.events.flatMap((event) => post(event)))
    for (const line of lines) if (accounts.includes(line.account)) sheet.add(line, book);
  return new Map(sheet.rows().map((row) => [keys.map((key) => row[key]).join(' '), row.debit - row.credit]));
};

/** The statement equation, computed from a period's sums. */
const owed = (s: OpenPeriodState): bigint =>
  s.opening +
  s.charged +
  s.adjusted +
  s.interest +
  s.penalties +
  s.reversed -
  s.applied -
  s.offset -
  s.remitted -
  s.writtenOff -
  s.tolerated;

/**
 * law 3, law 12, law 18: what accounts say they owe, hold and secure is what the journal says, and what is open by due day adds up to it.
 */
const accountsAndJournal = (world: World): readonly string[] => {
  const [debts, cash, reserved] = [
    balanceOn(world, ['1100', '1130', '1150', '1160'], 'accountId'),
    balanceOn(world, ['2000', '2005'], 'accountId'),
    balanceOn(world, ['9100'], 'accountId', 'kind'),
  ];
  return world.openPeriods().flatMap(({ state }) => {
    const { account, holder, kind } = state.terms;
    const inWindow = kind === 'deferment' ? [...state.totals.values()].reduce((sum, { amount }) => sum + amount, 0n) : 0n;
    const byDueDay = new Map<string, bigint>();
    for (const { dueOn, open } of state.openItems.values()) byDueDay.set(dueOn, (byDueDay.get(dueOn) ?? 0n) + open);
    const ageing = [...byDueDay.values()].reduce((sum, open) => sum + open, 0n);
    const exposure = state.openItems.secured + state.securedInWindow;
    const equal = (law: string, a: bigint, b: bigint): readonly string[] =>
      a === b ? [] : [`${law}: ${holder} ${kind}: ${String(a)} and ${String(b)}`];
    return [
      ...equal('law 3 debts', owed(state), debts.get(account) ?? 0n),
      ...equal('law 3 cash', state.unapplied.total, -(cash.get(account) ?? 0n)),
      ...equal('law 12 reserved', exposure, reserved.get(`${account} reserve`) ?? 0n),
      ...equal('law 18 ageing', ageing + inWindow, owed(state)),
    ];
  });
};

/**
 * law 6, law 7: cash is what the bank says; a payment that an account took and keeps is no longer in suspense; nothing is paid that is not
 * owed.
 */
const suspense = (world: World): readonly string[] => {
  const receipts = world.of<ReceiptEvent, 'ReceiptRecorded'>('ReceiptRecorded');
  const booked = receipts.reduce((sum, { data }) => sum + (data.currency === 'GBP' ? minor(data.amount) : 0n), 0n);
  const cash = balanceOn(world, ['1000'], 'currency').get('GBP') ?? 0n;
  const moved = new Set([
    ...world.of<AccountPeriodEvent, 'PaymentReversed'>('PaymentReversed').map(({ data }) => data.receipt),
    ...world.of<ReceiptEvent, 'ReceiptReturned'>('ReceiptReturned').map(({ stream }) => idOf(stream)),
  ]);
  const inSuspense = balanceOn(world, ['2010'], 'receipt');
  const onTheirWay = transferred(world);
  const kept = world
    .of<AccountPeriodEvent, 'PaymentReceived'>('PaymentReceived')
    .filter(({ data }) => !moved.has(data.receipt) && data.means === undefined);
  return [
    ...(booked === cash ? [] : [`law 6: the bank has ${String(booked)}, the journal ${String(cash)}`]),
    ...kept.flatMap(({ data: { receipt } }) =>
      -(inSuspense.get(receipt) ?? 0n) === (onTheirWay.get(receipt) ?? 0n) ? [] : [`law 6: ${receipt} is on an account and in suspense`],
    ),
    ...[...balanceOn(world, ['2020', '2030', '2040'], 'account', 'subject', 'claim', 'taxType', 'beneficiary')].flatMap(([key, left]) =>
      left > 0n ? [`law 7: ${String(left)} more given back than owed on ${key}`] : [],
    ),
  ];
};

/** What left the wrong account and waits until the right one has a period of that day, by receipt. */
const transferred = (world: World): ReadonlyMap<string, bigint> => {
  const left = new Map<string, bigint>();
  for (const { type, data } of world.events as readonly Recorded<AccountPeriodEvent>[])
    if (type === 'PaymentTransferred') left.set(data.receipt, minor(data.amount));
    else if (type === 'PaymentReceived') left.delete(data.receipt);
  return left;
};

/** law 4: what is tolerated is what the journal says of it, and never more than the rule of its payment allowed. */
const tolerated = (world: World): readonly string[] => {
  const given = world.of<AccountPeriodEvent, 'ShortPaymentTolerated'>('ShortPaymentTolerated');
  const taken = world.of<AccountPeriodEvent, 'ToleratedRestReopened'>('ToleratedRestReopened');
  const total = given.reduce((sum, { data }) => sum + minor(data.total), 0n) - taken.reduce((sum, { data }) => sum + minor(data.total), 0n);
  const posted = balanceOn(world, ['5030'], 'currency').get('GBP') ?? 0n;
  return [
    ...(total === posted && total >= 0n ? [] : [`law 4: ${String(total)} is tolerated, and the journal has ${String(posted)}`]),
    ...given.flatMap(({ data }) =>
      minor(data.total) <= minor(data.allowed)
        ? []
        : [`law 4: ${data.total} is tolerated of ${data.receipt}, and ${data.allowed} was allowed`],
    ),
  ];
};

/** law 10: nothing follows the statement in its period, and what posts counts from a moment inside it. */
const closedPeriods = (world: World): readonly string[] => {
  const closed = new Set<string>();
  const days = new Map<string, Readonly<{ from: string; to: string }>>();
  return world.events
    .filter(({ stream }) => stream.startsWith('accountPeriod-'))
    .flatMap((event) => {
      const known = event as Recorded<AccountPeriodEvent>;
      if (closed.has(event.stream)) return [`law 10: ${event.type} after the statement`];
      if (known.type === 'PeriodOpened')
        days.set(event.stream, {
          from: cycles.startOf(known.data.cycle, known.data.start),
          to: cycles.startOf(known.data.cycle, known.data.end),
        });
      if (known.type === 'PeriodClosed') closed.add(event.stream);
      const { from = '', to = '' } = days.get(event.stream) ?? {};
      const { effectiveAt } = event.metadata;
      return post(event).length === 0 || (from <= effectiveAt && effectiveAt < to)
        ? []
        : [`law 10: ${event.type} counts from ${effectiveAt} in ${from} to ${to}`];
    });
};

/** law 11, law 14: versions add up to the last one, lines to what is payable; and what was declared is what is owed and charged. */
const declarations = (world: World): readonly string[] => {
  const assessed = new Map<string, bigint>();
  const charged = new Map<string, bigint>();
  /** A version that the rules cannot assess, or that leaves less than is given back already, changes no amount. */
  const refused = new Set<string>();
  const breaches: string[] = [];
  for (const event of world.events as readonly Recorded<DeclarationEvent | AccountPeriodEvent>[]) {
    const { stream } = event;
    if (event.type === 'DutyAssessed') {
      const { currency, totals, changes } = event.data;
      const sum = (of: typeof totals): bigint => of.reduce((total, { payable }) => total + minor(payable, currency), 0n);
      const after = changes === undefined ? sum(totals) : (assessed.get(stream) ?? 0n) + sum(changes.totals);
      assessed.set(stream, after);
      refused.delete(stream);
      if (after !== sum(totals))
        breaches.push(`law 11: ${event.data.mrn} is ${String(sum(totals))} and its versions come to ${String(after)}`);
    } else if (event.type === 'AssessmentRefused') refused.add(stream);
    else if (event.type === 'DeclarationInvalidated')
      assessed.set(stream, (assessed.get(stream) ?? 0n) - minor(event.data.payable, event.data.currency));
    else if (event.type === 'AssessmentLinesRecorded') {
      for (const line of event.data.lines) {
        const parts = [line.relieved, line.accountedElsewhere, line.secured, line.payable].reduce(
          (sum, part) => sum + BigInt(part.replace('.', '')),
          0n,
        );
        if (parts !== BigInt(line.assessed.replace('.', ''))) breaches.push(`law 14: ${stream} item ${String(line.seq)}`);
      }
    } else if (event.type === 'ChargePosted' || event.type === 'ChargeAdjusted') {
      const key = `declaration-${event.data.subject}`;
      charged.set(key, (charged.get(key) ?? 0n) + minor(event.data.total, event.data.currency));
    }
  }
  for (const [stream, tax] of world.declared) {
    if (refused.has(stream)) continue;
    if (assessed.has(stream) && assessed.get(stream) !== tax)
      breaches.push(`law 11: ${stream} was declared with ${String(tax)} and assessed with ${String(assessed.get(stream))}`);
    if (charged.has(stream) && charged.get(stream) !== tax)
      breaches.push(`law 4: ${stream} was declared with ${String(tax)} and charged with ${String(charged.get(stream))}`);
  }
  return breaches;
};

/** law 15: one effect for each message, one document for each business key. */
const once = (world: World): readonly string[] => {
  const keys = world.events.flatMap((event) => {
    const { type, data, stream, metadata } = event as Recorded<DeclarationEvent | AccountPeriodEvent | ReceiptEvent>;
    const logical = `command ${metadata.commandId}/${metadata.index} of ${metadata.actor}`;
    if (type === 'DutyAssessed') return [logical, `version ${data.mrn}/${String(data.version)}`];
    if (type === 'PeriodClosed') return [logical, `statement ${data.statementReference}`];
    return type === 'ReceiptRecorded' ? [logical, `entry ${stream}`, `entry ${data.bankAccount} ${data.entryReference}`] : [logical];
  });
  const seen = new Set<string>();
  return keys.flatMap((key) => (seen.size === seen.add(key).size ? [`law 15: ${key} is there twice`] : []));
};

/** law 16: whoever starts from the log alone comes to the same, and has nothing to add. */
const again = async (world: World): Promise<readonly string[]> => {
  const before = world.events.length;
  world.ledger.restart();
  await world.ledger.settle();
  await world.follow();
  return world.events.length === before
    ? []
    : [
        `law 16: ${String(world.events.length - before)} events follow from the log read again, ${world.events
          .slice(before)
          .map(({ type }) => type)
          .join(', ')}`,
      ];
};
