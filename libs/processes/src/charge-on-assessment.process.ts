import { type AccountCycles, type AccountPeriodEvent, chargeId, directoryCategories } from '#accounts';
import { type DeclarationEvent, type DutyAssessedData } from '#declarations';
import { type Process, type Effect } from '#event-store';
import { parseMoney } from '#money';
import { ChargesInWait } from './charges-in-wait';

/** Charges on their way, and when declarations that are not assessed yet were accepted. */
class State extends ChargesInWait {
  readonly accepted = new Map<string, { readonly at: string; readonly on: string }>();
}

/**
 * DutyAssessed with something payable: a charge on the deferment account of the account holder with that authority, in the period of the day
 * of acceptance (UCC Art. 105, 110). Without an account, and until its period opens, the charge waits and stays assessed-not-charged (B40).
 * Only a first version is charged whole; what a later one changes is an adjustment of this charge.
 */
export const chargeOnAssessment = (cycles: AccountCycles): Process<State> => ({
  name: 'charge-on-assessment',
  categories: ['declaration', ...directoryCategories],
  state: {
    initial: () => new State(),
    fold: (state, event) => {
      const known = event as DeclarationEvent;
      if (known.type === 'DeclarationLodged') state.accepted.set(event.stream, { at: known.data.acceptedAt, on: known.data.acceptedOn });
      else if (known.type === 'DutyAssessed') assessed(state, event.stream, known.data);
      else state.fold(event);
      return state;
    },
  },
  react: (event, state): readonly Effect[] => {
    const known = event as DeclarationEvent | AccountPeriodEvent;
    if (known.type === 'PeriodOpened') return state.effects(cycles, known.data.account);
    if (known.type !== 'DutyAssessed') return [];
    const { authority, accountHolder } = known.data;
    return state.effects(cycles, state.directory.idOf(authority, accountHolder, 'deferment'), chargeOf(known.data));
  },
});

const chargeOf = ({ authority, mrn, version }: DutyAssessedData): string => chargeId(authority, `${mrn}/${String(version)}`);

const assessed = (state: State, stream: string, data: DutyAssessedData): void => {
  const accepted = state.accepted.get(stream);
  state.accepted.delete(stream);
  const lines = data.totals.map(({ taxType, beneficiary, payable }) => ({ taxType, beneficiary, amount: parseMoney(payable, data.currency).minor })).filter(({ amount }) => amount > 0n);
  if (accepted === undefined || data.version !== 1 || lines.length === 0) return;
  state.add({
    account: state.directory.idOf(data.authority, data.accountHolder, 'deferment'),
    id: chargeOf(data),
    day: accepted.on,
    holder: data.accountHolder,
    kind: 'declaration',
    subject: data.declaration,
    reference: data.mrn,
    lines,
    currency: data.currency,
    acceptedAt: accepted.at,
  });
};
