import { type AccountPeriodCommand, type AccountPeriodEvent, interestReference, type OpenItem, principalOf, writtenOffOf } from '#accounts';
import { rules } from '../ledger-in-memory';
import { type Kinds, type Numbers } from './step';
import { fourEyes, type OpenPeriod, pick, twoPersons, type World } from './world';

type OfDebt = (
  part: Readonly<{
    account: string;
    currency: string;
    debt: Pick<OpenItem, 'kind' | 'reference' | 'taxType' | 'beneficiary'> & { readonly amount: bigint };
  }>,
  day: string,
) => AccountPeriodCommand;

/** A debt that is open, and a part of it; sometimes more than there is. */
const withDebt =
  (command: OfDebt, fits: (item: OpenItem) => boolean = () => true) =>
  async (world: World, { n, m, cents }: Numbers): Promise<void> => {
    const open = world.openPeriods().flatMap((period) =>
      period.state.openItems
        .values()
        .filter(fits)
        .map((item) => ({ period, item })),
    );
    const chosen = pick(open, m);
    if (chosen === undefined) return;
    const { kind, reference, taxType, beneficiary } = chosen.item;
    const amount = n % 5 === 0 ? chosen.item.open + BigInt(cents) : n % 2 === 0 ? chosen.item.open : (chosen.item.open + 1n) / 2n;
    const { account, currency } = chosen.period.state.terms;
    await world.sendToPeriod(chosen.period, (day) =>
      command({ account, currency, debt: { kind, reference, taxType, beneficiary, amount } }, day),
    );
  };

const interestOn = (world: World, period: OpenPeriod, { kind, reference, taxType, beneficiary, dueOn }: OpenItem): Promise<boolean> => {
  const { account, currency, authority } = period.state.terms;
  const on = { reference, taxType, beneficiary, dueOn };
  const own = world.events.filter(
    ({ stream, data }) => stream.startsWith('accountPeriod-') && (data as { readonly account: string }).account === account,
  ) as readonly AccountPeriodEvent[];
  const principal = principalOf(own, { kind, reference, taxType, beneficiary });
  const before = own.findLast(
    (event) => event.type === 'InterestCharged' && event.data.kind === 'charged' && event.data.interestReference === interestReference(on),
  );
  return world.sendToPeriod(period, (chargedOn) => ({
    type: 'ChargeInterest',
    account,
    currency,
    on,
    principal,
    to: chargedOn,
    ruleBook: rules,
    rule: authority === 'GB' ? 'UK-CUSTOMS' : 'EU-ARREARS',
    chargedOn,
    dueOn: chargedOn,
    ...(before?.type === 'InterestCharged' ? { before: before.data } : {}),
  }));
};

/** What becomes of debts beside being paid. */
export const debtSteps: Kinds = {
  contest: [3, withDebt((part, contestedOn) => ({ type: 'ContestDebt', ...part, contestedOn, ...fourEyes }))],
  endContest: [
    2,
    withDebt(
      (part, endedOn) => ({ type: 'EndContest', ...part, endedOn, ...fourEyes }),
      ({ contested = 0n }) => contested > 0n,
    ),
  ],
  remit: [2, withDebt((part, remittedOn) => ({ type: 'RemitDebt', ...part, ground: 'UCC-120', remittedOn, ...fourEyes }))],
  writeOff: [2, withDebt((part, writtenOffOn) => ({ type: 'WriteOffDebt', ...part, writtenOffOn, ...fourEyes }))],
  recover: [
    3,
    async (world, { n, m }) => {
      const lost = pick(world.of<AccountPeriodEvent, 'DebtWrittenOff'>('DebtWrittenOff'), n)?.data;
      const period = world.openPeriods().find(({ state }) => state.terms.account === lost?.account);
      const cash = period === undefined ? undefined : pick(period.state.unapplied.values(), m);
      if (lost === undefined || period === undefined || cash === undefined) return;
      const { kind, reference, taxType, beneficiary } = lost.debt;
      const name = { kind, reference, taxType, beneficiary };
      const before = world.events.filter(
        ({ stream, data }) =>
          stream !== period.stream &&
          stream.startsWith('accountPeriod-') &&
          (data as { readonly account: string }).account === lost.account,
      ) as readonly AccountPeriodEvent[];
      const written = BigInt(lost.debt.amount.replace('.', ''));
      const amount = n % 4 === 0 ? written + 1n : cash.amount < written ? cash.amount : written;
      await world.sendToPeriod(period, (recoveredOn) => ({
        type: 'RecoverDebt',
        account: lost.account,
        currency: lost.currency,
        receipt: cash.receipt,
        debt: { ...name, amount },
        dueOn: recoveredOn,
        recoveredOn,
        writtenOffBefore: writtenOffOf(before, name),
      }));
    },
  ],
  remitAlone: [
    1,
    withDebt((part, remittedOn) => ({
      type: 'RemitDebt',
      ...part,
      ground: 'UCC-120',
      remittedOn,
      ...fourEyes,
      approvedBy: fourEyes.requestedBy,
    })),
  ],
  interest: [
    3,
    async (world, { m }) => {
      const owed = world
        .openPeriods()
        .flatMap((period) =>
          period.state.openItems
            .values()
            .flatMap((item) => (item.kind !== 'interest' && item.kind !== 'penalty' && item.dueOn < world.today ? [{ period, item }] : [])),
        );
      const chosen = pick(owed, m);
      if (chosen !== undefined) await interestOn(world, chosen.period, chosen.item);
    },
  ],
  penalty: [
    2,
    async (world, { m, cents }) => {
      const period = pick(world.openPeriods(), m);
      if (period === undefined) return;
      const { account, currency, authority } = period.state.terms;
      await world.sendToPeriod(period, (imposedOn) => ({
        type: 'ImposePenalty',
        account,
        penaltyReference: `PEN-${world.next()}`,
        beneficiary: authority.replace(/^EU-/, ''),
        amount: BigInt(cents),
        currency,
        reason: 'late',
        rule: 'late',
        imposedOn,
        dueOn: imposedOn,
        ...twoPersons,
      }));
    },
  ],
  reducePenalty: [
    2,
    async (world, { m, cents }) => {
      const open = world
        .openPeriods()
        .flatMap((period) => period.state.openItems.values().flatMap((item) => (item.kind === 'penalty' ? [{ period, item }] : [])));
      const chosen = pick(open, m);
      if (chosen === undefined) return;
      const { account, currency } = chosen.period.state.terms;
      await world.sendToPeriod(chosen.period, (reducedOn) => ({
        type: 'ReducePenalty',
        account,
        penaltyReference: chosen.item.reference,
        beneficiary: chosen.item.beneficiary,
        amount: BigInt(cents),
        currency,
        reducedOn,
        ...fourEyes,
      }));
    },
  ],
};
