import { type AccountCycles, type AccountPeriodEvent, chargeId, directoryCategories } from '#accounts';
import { type Recorded } from '#event-catalogue';
import { type Process } from '#event-store';
import { ChargesInWait } from './charges-in-wait';
import { balancesOf, type Filed, isFiled } from './returns-in-parts';

/** Tax type of VAT (EU Customs Data Model 14 03 039). */
const vat = 'B00';

/**
 * A filed return: one charge per positive balance on the holder's scheme account with the authority it is filed with, in the period of the
 * filing day, due with the return. A negative balance is never set against it (VAT Directive Art. 369t): that state refunds. A return under
 * special arrangements has the one balance of its state, what was collected there (Art. 369zb).
 */
export const chargeOnReturn = (cycles: AccountCycles): Process<ChargesInWait> => ({
  name: 'charge-on-return',
  categories: ['schemeReturn', ...directoryCategories],
  state: {
    initial: () => new ChargesInWait(),
    fold: (state, event) => {
      if (isFiled(event)) filed(state, event);
      else state.fold(event);
      return state;
    },
  },
  react: (event, state) => {
    const known = event as Filed | AccountPeriodEvent;
    if (known.type === 'PeriodOpened') return state.effects(cycles, known.data.account);
    if (!isFiled(known)) return [];
    const account = state.directory.idOf(known.data.authority, known.data.holder, 'scheme');
    return balancesOf(known).flatMap(({ country }) => state.effects(cycles, account, chargeOf(known.data, country)));
  },
});

const chargeOf = ({ authority, returnReference }: Filed['data'], country: string): string =>
  chargeId(authority, `${returnReference}/${country}`);

const filed = (state: ChargesInWait, event: Filed & Recorded): void => {
  const { data, metadata } = event;
  for (const { country, amount } of balancesOf(event))
    state.add({
      account: state.directory.idOf(data.authority, data.holder, 'scheme'),
      id: chargeOf(data, country),
      day: data.filedOn,
      holder: data.holder,
      kind: 'return',
      subject: data.return,
      reference: data.returnReference,
      lines: [{ taxType: vat, beneficiary: country, amount }],
      currency: data.currency,
      acceptedAt: metadata.effectiveAt,
      dueOn: data.dueOn,
    });
};
