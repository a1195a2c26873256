import { add, formatMoney, parseMoney, zero } from '#money';
import { type Rows } from '#read-model';
import { type GuaranteeEvent } from '../account.events';
import { guarantees, guaranteeShares } from './accounts.tables';

type Data<Name extends GuaranteeEvent['type']> = Extract<GuaranteeEvent, { readonly type: Name }>['data'];

/** Guarantees, their shares, and what was called of them. */
export const guaranteeRows = (event: GuaranteeEvent, rows: Rows): void => {
  if (event.type === 'GuaranteeRegistered') registered(event.data, rows);
  else if (event.type === 'GuaranteeChanged') changed(event.data, rows);
  else called(event.data, rows);
};

const registered = (data: Data<'GuaranteeRegistered'>, rows: Rows): void => {
  const {
    guarantee,
    authority,
    guarantor,
    guaranteeReference: guarantee_reference,
    holder,
    form,
    amount,
    currency,
    required,
    validFrom: valid_from,
    validTo,
  } = data;
  rows.put(guarantees, {
    guarantee,
    authority,
    guarantor,
    guarantee_reference,
    holder,
    form,
    amount,
    currency,
    valid_from,
    status: 'registered',
    called: formatMoney(zero(currency)),
    ...(required === undefined ? {} : { required: required.amount, required_rule: required.rule }),
    ...(validTo === undefined ? {} : { valid_to: validTo }),
  });
  shared(data, rows);
};

const changed = (data: Data<'GuaranteeChanged'>, rows: Rows): void => {
  const { guarantee, amount, validTo, reason, replacedBy } = data;
  const { valid_to: _before, ...known } = rows.get(guarantees, { guarantee }) ?? {};
  if (!('status' in known)) return;
  const status = reason === 'replaced' || reason === 'cancelled' || reason === 'expired' ? reason : known.status;
  rows.put(guarantees, {
    ...known,
    amount,
    status,
    ...(validTo === undefined ? {} : { valid_to: validTo }),
    ...(replacedBy === undefined ? {} : { replaced_by: replacedBy }),
  });
  for (const { account } of rows.find(guaranteeShares, { guarantee })) rows.remove(guaranteeShares, { guarantee, account });
  shared(data, rows);
};

const shared = ({ guarantee, currency, shares }: Data<'GuaranteeRegistered' | 'GuaranteeChanged'>, rows: Rows): void => {
  for (const { account, authority, holder, share } of shares)
    rows.put(guaranteeShares, { guarantee, account, authority, holder, share, currency });
};

const called = ({ guarantee, amount, currency }: Data<'GuaranteeCalled'>, rows: Rows): void => {
  const known = rows.get(guarantees, { guarantee });
  if (known !== undefined)
    rows.put(guarantees, { ...known, called: formatMoney(add(parseMoney(known.called, currency), parseMoney(amount, currency))) });
};
