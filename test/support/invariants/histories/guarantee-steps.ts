import { accountDecider, accountStream, guaranteeDecider, type GuaranteeEvent, guaranteeId } from '#accounts';
import { streamName } from '#event-catalogue';
import { type Kinds } from './step';
import { borderAccounts, pick, twoPersons, type World } from './world';

const [secured] = borderAccounts;
const account = accountStream(secured.authority, secured.holder, secured.kind).slice('account-'.length);
const shareOf = (share: bigint) => ({ account, authority: secured.authority, holder: secured.holder, share });
const streamOf = (guaranteeReference: string): string => streamName('guarantee', guaranteeId('GB', guaranteeReference));

/** The guarantee that was told last, and what it came to. */
const last = (world: World): Readonly<{ stream: string; amount: bigint }> | undefined => {
  const event = world.events.findLast((one) => one.type === 'GuaranteeRegistered' || one.type === 'GuaranteeChanged') as
    (GuaranteeEvent & { readonly stream: string }) | undefined;
  return event === undefined ? undefined : { stream: event.stream, amount: BigInt(event.data.amount.replace('.', '')) };
};

/** What secures the debts of the deferment account, and how it changes and ends. */
export const guaranteeSteps: Kinds = {
  secure: [
    2,
    (world, { n, cents }) => {
      const amount = BigInt(cents) * 10n;
      const known = last(world);
      const change = { type: 'ChangeGuarantee', amount, shares: [shareOf(amount)], changedOn: world.today } as const;
      if (known !== undefined && n % 4 !== 0)
        return world.send(guaranteeDecider, known.stream, { ...change, reason: amount > known.amount ? 'increased' : 'reduced' });
      const guaranteeReference = `GRN-${String(n % 3)}`;
      const register = {
        type: 'RegisterGuarantee',
        authority: 'GB',
        guarantor: 'BANK-1',
        guaranteeReference,
        holder: secured.holder,
        form: n % 3 === 0 ? 'deposit' : 'undertaking',
        currency: 'GBP',
        validFrom: world.today,
      } as const;
      return world.send(guaranteeDecider, streamOf(guaranteeReference), { ...register, amount, shares: [shareOf(amount)] });
    },
  ],
  shareAnew: [
    1,
    (world, { n }) => {
      const known = last(world);
      return known === undefined
        ? Promise.resolve()
        : world.send(guaranteeDecider, known.stream, {
            type: 'ChangeGuarantee',
            reason: 'shared',
            shares: [shareOf(known.amount / BigInt(1 + (n % 5)))],
            changedOn: world.today,
          });
    },
  ],
  endGuarantee: [
    1,
    (world, { n }) => {
      const known = last(world);
      if (known === undefined || n % 3 !== 0) return Promise.resolve();
      const reason = n % 2 === 0 ? 'cancelled' : 'expired';
      return world.send(guaranteeDecider, known.stream, { type: 'ChangeGuarantee', reason, changedOn: world.today });
    },
  ],
  call: [
    1,
    (world, { n, cents }) => {
      const known = last(world);
      const statement = pick(
        world.openPeriods().flatMap(({ state }) => (state.terms.account === account ? state.openItems.values() : [])),
        n,
      );
      if (known === undefined || statement === undefined) return Promise.resolve();
      return world.send(guaranteeDecider, known.stream, {
        type: 'CallGuarantee',
        account,
        callReference: `CALL-${world.next()}`,
        statement: statement.reference,
        amount: BigInt(cents),
        calledOn: world.today,
        ...twoPersons,
      });
    },
  ],
  limit: [
    1,
    (world, { n, cents }) => {
      const { authority, holder, kind } = pick(borderAccounts, n) ?? secured;
      return world.send(accountDecider, accountStream(authority, holder, kind), {
        type: 'ChangeTerms',
        limit: BigInt(cents) * 20n,
        changedOn: world.today,
        reason: 'agreed',
        ...(n % 2 === 0 ? {} : { reservePercent: String(n % 101) }),
      });
    },
  ],
  suspend: [
    1,
    (world, { n }) => {
      const { authority, holder, kind } = pick(borderAccounts, n) ?? secured;
      return world.send(
        accountDecider,
        accountStream(authority, holder, kind),
        n % 2 === 0
          ? { type: 'SuspendAccount', reason: 'ARREARS', suspendedOn: world.today }
          : { type: 'ReinstateAccount', reinstatedOn: world.today },
      );
    },
  ],
};
