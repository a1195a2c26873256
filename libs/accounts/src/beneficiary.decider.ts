import { accept, type Decider, type Decision } from '#event-store';
import { Exact, formatMoney, isDay, moneyOf, parseMoney, round } from '#money';
import { changeoverOf, collectionShareOf, inEuro } from '#rules';
import { type BeneficiaryEvent } from './accounts.events';
import { refuse } from './accounts.rejections';
import { type CollectedShare, type ShareQuestion } from './collected-shares';
import { samePerson, type TwoPersons } from './four-eyes';
import { amountsOf } from './period-amounts';

type Established = Extract<BeneficiaryEvent, { readonly type: 'BeneficiaryShareEstablished' }>['data'];

/**
 * What was collected for a beneficiary in [from, to) becomes due to it. A computed claim (`collectedShare`), made when nothing of those
 * days can come any more; the first begins where it likes, each next one where the last ended. `distribution` names it.
 */
export type EstablishShare = Readonly<{ type: 'EstablishShare'; distribution: string }> & ShareQuestion & CollectedShare;
/** Pays what is due of an established share. `paymentReference`: EndToEndId under which it goes out. */
export type Distribute = Readonly<{ type: 'Distribute'; distribution: string; paidOn: string; paymentReference: string }> & TwoPersons;
export type BeneficiaryCommand = EstablishShare | Distribute;

export type BeneficiaryState = Readonly<{ to?: string; shares: ReadonlyMap<string, Established>; payments: ReadonlyMap<string, string> }>;

const evolve = (state: BeneficiaryState, { type, data }: BeneficiaryEvent): BeneficiaryState => {
  switch (type) {
    case 'BeneficiaryShareEstablished':
      return { ...state, to: data.to, shares: new Map(state.shares).set(data.distribution, data) };
    case 'BeneficiaryDistributed':
      return { ...state, payments: new Map(state.payments).set(data.distribution, data.paymentReference) };
    // It stands beside the payment that says the same.
    case 'ShareRedenominated':
      return state;
  }
};

const decide = (command: BeneficiaryCommand, state: BeneficiaryState): Decision<BeneficiaryEvent> =>
  command.type === 'EstablishShare' ? establish(command, state) : distribute(command, state);

/**
 * The same share again changes nothing. Where more went back than came in nothing is due: the days are added to those of the next share.
 */
const establish = (command: EstablishShare, state: BeneficiaryState): Decision<BeneficiaryEvent> => {
  const { authority, beneficiary, distribution, currency, from, to, factCount, factDigest } = command;
  const known = state.shares.get(distribution);
  if (known !== undefined)
    return known.factDigest === factDigest && known.from === from && known.to === to
      ? accept()
      : refuse('SHARE_NOT_NEXT', `${distribution} is another share already`, { field: 'distribution' });
  if (!isDay(from) || !isDay(to) || to <= from) return refuse('PERIOD_RANGE_INVALID', `${from} to ${to} are no days`, { field: 'to' });
  if (state.to !== undefined && from !== state.to)
    return refuse('SHARE_NOT_NEXT', `the last share ended on ${state.to}`, { field: 'from', details: { nextFrom: state.to } });
  const text = amountsOf(currency);
  const split = command.lines.map(({ taxType, collected }) => ({ taxType, collected, ...retainedOf(command, taxType, collected) }));
  const due = split.reduce((sum, { collected, retained }) => sum + collected - retained, 0n);
  if (due <= 0n) return refuse('NOTHING_TO_DISTRIBUTE', `${text(due)} was collected for ${beneficiary}`);
  const lines = split.map(({ taxType, collected, retained }) => ({
    taxType,
    collected: text(collected),
    retained: text(retained),
    due: text(collected - retained),
  }));
  const rule = split.find(({ rule: found }) => found !== undefined)?.rule ?? 'WHOLE';
  return accept({
    type: 'BeneficiaryShareEstablished',
    data: { authority, beneficiary, distribution, currency, from, to, lines, due: text(due), rule, factCount, factDigest },
  });
};

/** What the collecting authority keeps of a tax, by the law of the first day. */
const retainedOf = (
  { authority, beneficiary, currency, from }: ShareQuestion,
  taxType: string,
  collected: bigint,
): { readonly retained: bigint; readonly rule?: string } => {
  const share = collectionShareOf(authority, beneficiary, taxType, from);
  if (share === undefined) return { retained: 0n };
  const part = Exact.ofMoney(moneyOf(collected, currency)).percent(Exact.parse(share.retainedPercent));
  return { retained: round(part, currency, share.rounding.mode).minor, rule: share.id };
};

const distribute = (
  { distribution, paidOn, paymentReference, requestedBy, approvedBy }: Distribute,
  { shares, payments }: BeneficiaryState,
): Decision<BeneficiaryEvent> => {
  const share = shares.get(distribution);
  if (share === undefined) return refuse('SHARE_UNKNOWN', `${distribution} was not established`, { field: 'distribution' });
  const paid = payments.get(distribution);
  if (paid !== undefined)
    return paid === paymentReference
      ? accept()
      : refuse('SHARE_ALREADY_DISTRIBUTED', `${distribution} was paid as ${paid}`, { field: 'distribution' });
  if (!isDay(paidOn) || paidOn < share.to) return refuse('PERIOD_RANGE_INVALID', `the share runs until ${share.to}`, { field: 'paidOn' });
  const fault = samePerson({ requestedBy, approvedBy });
  if (fault !== undefined) return fault;
  const { authority, beneficiary, due, currency: former } = share;
  const changeover = changeoverOf(former, paidOn);
  const [amount, currency] = changeover === undefined ? [due, former] : [formatMoney(inEuro(parseMoney(due, former), changeover)), 'EUR'];
  const redenominated: readonly BeneficiaryEvent[] =
    changeover === undefined
      ? []
      : [
          {
            type: 'ShareRedenominated',
            data: {
              authority,
              beneficiary,
              distribution,
              formerCurrency: former,
              currency,
              rate: changeover.rate,
              due: { former: due, now: amount },
              redenominatedOn: paidOn,
            },
          },
        ];
  return accept(...redenominated, {
    type: 'BeneficiaryDistributed',
    data: { authority, beneficiary, distribution, amount, currency, paidOn, paymentReference, requestedBy, approvedBy },
  });
};

/** What an authority collects for one beneficiary in one currency, share by share without a gap, each paid once. */
export const beneficiaryDecider: Decider<BeneficiaryCommand, BeneficiaryState, BeneficiaryEvent> = {
  category: 'beneficiary',
  initial: { shares: new Map(), payments: new Map() },
  evolve,
  decide,
};
