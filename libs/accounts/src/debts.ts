import { accept, type Decision } from '#event-store';
import { isDay } from '#money';
import { type AccountPeriodEvent } from './account-period.events';
import { refuse } from './accounts.rejections';
import { pairsOf } from './allocation';
import { lapsedBefore } from './contest-lapse';
import { type FourEyes, samePerson, type TwoPersons } from './four-eyes';
import { type DebtName } from './open-items';
import { type OpenPeriodState, outside, type Refused, wrongTarget } from './open-period';
import { amountsOf } from './period-amounts';

/** A debt and how much of it is meant, minor units above zero. */
export type DebtPart = DebtName & Readonly<{ amount: bigint }>;
type OnDebt<Type extends string, Field extends string> = Readonly<
  { type: Type; account: string; currency: string; debt: DebtPart } & { [K in Field]: string }
> &
  FourEyes;

/** The holder disputes a debt: no cash settles it unless it is named. */
export type ContestDebt = OnDebt<'ContestDebt', 'contestedOn'>;
/** The dispute about a debt, or a part of it, is over. */
export type EndContest = OnDebt<'EndContest', 'endedOn'>;
/** The law waives a debt that was not paid (UCC Art. 116 to 120); `ground`: by which of its articles. */
export type RemitDebt = OnDebt<'RemitDebt', 'remittedOn' | 'ground'>;
/** A debt is given up as uncollectible; the claim stays in memory. */
export type WriteOffDebt = OnDebt<'WriteOffDebt', 'writtenOffOn'>;
/**
 * Imposes a penalty under a reference that a payment quotes; minor units. `imposedBefore`: an earlier period has one of that reference, as
 * the log tells it; what this period imposed, and what is still open, is known here.
 */
export type ImposePenalty = Readonly<{
  type: 'ImposePenalty';
  account: string;
  penaltyReference: string;
  beneficiary: string;
  amount: bigint;
  currency: string;
  reason: string;
  rule: string;
  imposedOn: string;
  dueOn: string;
  imposedBefore?: boolean;
}> &
  TwoPersons;
/** Reduces or withdraws a penalty that is open. */
export type ReducePenalty = Readonly<{
  type: 'ReducePenalty';
  account: string;
  penaltyReference: string;
  beneficiary: string;
  amount: bigint;
  currency: string;
  reducedOn: string;
}> &
  FourEyes;

/** A penalty is no tax; this stands where its tax type would. */
const penaltyTaxType = 'PEN';
export const penaltyName = ({ penaltyReference, beneficiary }: Pick<ImposePenalty, 'penaltyReference' | 'beneficiary'>): DebtName => ({
  kind: 'penalty',
  reference: penaltyReference,
  taxType: penaltyTaxType,
  beneficiary,
});

const faultOf = (
  command: Readonly<{ account: string; currency: string }> & TwoPersons,
  day: string,
  field: string,
  { terms }: OpenPeriodState,
): Refused | undefined => wrongTarget(command, terms) ?? outside(day, field, terms) ?? samePerson(command);

const notOpen = (debt: DebtPart, open: bigint, currency: string): Refused =>
  refuse('DEBT_NOT_OPEN', `${amountsOf(currency)(open)} of ${debt.reference} is open for it`, { field: 'debt.amount' });

const stored = ({ kind, reference, taxType, beneficiary }: DebtName, amount: bigint, currency: string) => ({
  kind,
  reference,
  taxType,
  beneficiary,
  amount: amountsOf(currency)(amount),
});

const eyes = ({ requestedBy, approvedBy, document }: FourEyes): FourEyes => ({ requestedBy, approvedBy, document });

export const contestDebt = (command: ContestDebt, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { account, currency, debt, contestedOn } = command;
  const fault = faultOf(command, contestedOn, 'contestedOn', state);
  if (fault !== undefined) return fault;
  const { open = 0n, contested = 0n } = state.openItems.get(debt) ?? {};
  if (debt.amount <= 0n || debt.amount > open - contested) return notOpen(debt, open - contested, currency);
  return accept({
    type: 'DebtContested',
    data: { account, holder: state.terms.holder, debt: stored(debt, debt.amount, currency), currency, contestedOn, ...eyes(command) },
  });
};

export const endContest = (command: EndContest, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { account, currency, debt, endedOn } = command;
  const fault = faultOf(command, endedOn, 'endedOn', state);
  if (fault !== undefined) return fault;
  const contested = state.openItems.get(debt)?.contested ?? 0n;
  if (debt.amount <= 0n || debt.amount > contested)
    return refuse('DEBT_NOT_CONTESTED', `${amountsOf(currency)(contested)} of ${debt.reference} is in dispute`, { field: 'debt.amount' });
  return accept({
    type: 'DebtContestEnded',
    data: { account, holder: state.terms.holder, debt: stored(debt, debt.amount, currency), currency, endedOn, ...eyes(command) },
  });
};

export const remitDebt = (command: RemitDebt, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { account, currency, ground, remittedOn } = command;
  const fault = faultOf(command, remittedOn, 'remittedOn', state);
  if (fault !== undefined) return fault;
  return givenUp(command, state, ({ debt, released }) => ({
    type: 'DebtRemitted',
    data: { account, holder: state.terms.holder, debt, currency, ground, remittedOn, ...released, ...eyes(command) },
  }));
};

export const writeOffDebt = (command: WriteOffDebt, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { account, currency, writtenOffOn } = command;
  const fault = faultOf(command, writtenOffOn, 'writtenOffOn', state);
  if (fault !== undefined) return fault;
  return givenUp(command, state, ({ debt, released }) => ({
    type: 'DebtWrittenOff',
    data: { account, holder: state.terms.holder, debt, currency, writtenOffOn, ...released, ...eyes(command) },
  }));
};

type GivenUp = Readonly<{ debt: ReturnType<typeof stored> & { readonly contested?: boolean }; released: { readonly released?: string } }>;

/** What is not in dispute goes first; the disputed part, which is kept apart, has an event of its own. */
const givenUp = (
  { debt, currency }: Pick<RemitDebt, 'debt' | 'currency'>,
  state: OpenPeriodState,
  event: (part: GivenUp) => AccountPeriodEvent,
): Decision<AccountPeriodEvent> => {
  const item = state.openItems.get(debt);
  if (item === undefined || debt.amount <= 0n || debt.amount > item.open) return notOpen(debt, item?.open ?? 0n, currency);
  let { openItems } = state;
  return accept(
    ...pairsOf(item, debt.amount).map(({ amount, contested }) => {
      const after = openItems.minus(debt, amount);
      openItems = after.items;
      return event({
        debt: { ...stored(debt, amount, currency), ...(contested === undefined ? {} : { contested }) },
        released: after.released === 0n ? {} : { released: amountsOf(currency)(after.released) },
      });
    }),
  );
};

export const imposePenalty = (command: ImposePenalty, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { type: _type, amount, currency, imposedBefore = false, ...rest } = command;
  const fault = faultOf(command, command.imposedOn, 'imposedOn', state);
  if (fault !== undefined) return fault;
  if (!isDay(command.dueOn)) return refuse('PERIOD_RANGE_INVALID', `${command.dueOn} is no day of the calendar`, { field: 'dueOn' });
  if (amount <= 0n) return refuse('CHARGE_NOT_POSITIVE', 'a penalty is above zero', { field: 'amount' });
  if (imposedBefore || state.penaltiesHere.has(command.penaltyReference) || state.openItems.get(penaltyName(command)) !== undefined)
    return refuse('PENALTY_ALREADY_IMPOSED', `${command.penaltyReference} is imposed already`, { field: 'penaltyReference' });
  return accept({ type: 'PenaltyImposed', data: { ...rest, holder: state.terms.holder, amount: amountsOf(currency)(amount), currency } });
};

export const reducePenalty = (command: ReducePenalty, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { account, penaltyReference, beneficiary, amount, currency, reducedOn } = command;
  const fault = faultOf(command, reducedOn, 'reducedOn', state);
  if (fault !== undefined) return fault;
  const open = state.openItems.get(penaltyName(command))?.open ?? 0n;
  if (amount <= 0n || amount > open)
    return refuse('PENALTY_NOT_OPEN', `${amountsOf(currency)(open)} of ${penaltyReference} is open`, { field: 'amount' });
  return accept<AccountPeriodEvent>(...lapsedBefore(state.terms, state.openItems, penaltyName(command), amount, reducedOn), {
    type: 'PenaltyReduced',
    data: {
      account,
      holder: state.terms.holder,
      penaltyReference,
      beneficiary,
      amount: amountsOf(currency)(amount),
      currency,
      reducedOn,
      ...eyes(command),
    },
  });
};
