import { type AccountCycles, type AccountPeriodEvent, chargeId, directoryCategories } from '#accounts';
import { type Recorded } from '#event-catalogue';
import { type Process } from '#event-store';
import { parseMoney } from '#money';
import { type SchemeReturnEvent } from '#scheme-returns';
import { ChargesInWait } from './charges-in-wait';

/** Tax type of VAT (EU Customs Data Model 14 03 039). */
const vat = 'B00';

/**
 * SchemeReturnFiled: one charge per positive balance on the holder's scheme account with the authority it is filed with, in the period of the
 * filing day, due with the return. A negative balance is never set against it (VAT Directive Art. 369t): that state refunds.
 */
export const chargeOnReturn = (cycles: AccountCycles): Process<ChargesInWait> => ({
  name: 'charge-on-return',
  categories: ['schemeReturn', ...directoryCategories],
  state: {
    initial: () => new ChargesInWait(),
    fold: (state, event) => {
      const known = event as Recorded<SchemeReturnEvent>;
      if (event.type === 'SchemeReturnFiled') filed(state, known);
      else state.fold(event);
      return state;
    },
  },
  react: (event, state) => {
    const known = event as SchemeReturnEvent | AccountPeriodEvent;
    if (known.type === 'PeriodOpened') return state.effects(cycles, known.data.account);
    if (known.type !== 'SchemeReturnFiled') return [];
    const account = state.directory.idOf(known.data.authority, known.data.holder, 'scheme');
    return known.data.balances.flatMap(({ country }) => state.effects(cycles, account, chargeOf(known.data, country)));
  },
});

const chargeOf = ({ authority, returnReference }: SchemeReturnEvent['data'], country: string): string => chargeId(authority, `${returnReference}/${country}`);

const filed = (state: ChargesInWait, { data, metadata }: Recorded<SchemeReturnEvent>): void => {
  for (const { country, balance } of data.balances) {
    const amount = parseMoney(balance, data.currency).minor;
    if (amount <= 0n) continue;
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
  }
};
