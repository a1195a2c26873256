import { beneficiaryDecider, beneficiaryStream, type BeneficiaryEvent, collectedShare, type CollectionFact, CollectionFacts, type EstablishShare } from '#accounts';
import { formatMoney, moneyOf, parseMoney } from '#money';
import { bankEntry } from '../bank';
import { firstDay, noon } from '../days';
import type { BackOfficeEvent, Taker } from '../feed';
import type { Telling } from '../front';
import { contextOfMessage } from '../messages';
import { clerk, officer } from '../parties';
import { runCommands } from '../stage';

type Asked = Readonly<{ authority: string; beneficiary: string; currency: string }>;

/** What was collected and not handed on yet, by authority, beneficiary and currency. */
export class Collected implements Taker {
  readonly #facts = new CollectionFacts();
  readonly #authorities = new Map<string, string>();
  readonly #byShare = new Map<string, CollectionFact[]>();
  readonly #from = new Map<string, string>();

  take(event: BackOfficeEvent): void {
    if (event.type === 'PeriodOpened') this.#authorities.set(event.data.account, event.data.authority);
    const { commandId, index } = event.metadata;
    if (event.type === 'RefundPaid') {
      const { authority, currency, paidOn, lines = [] } = event.data;
      lines.forEach(({ taxType, beneficiary, amount }, i) => { this.#add({ fact: `${commandId}/${index}/${String(i)}`, authority, beneficiary, taxType, currency, amount: -parseMoney(amount, currency).minor, day: paidOn }); });
      return;
    }
    const account = (event.data as { readonly account?: string }).account;
    const authority = account === undefined ? undefined : this.#authorities.get(account);
    if (authority !== undefined) for (const fact of this.#facts.apply(event as Parameters<CollectionFacts['apply']>[0], { authority, fact: `${commandId}/${index}` })) this.#add(fact);
  }

  /** What each beneficiary is to get of the days before `to`: each share goes on where the one before ended. */
  shares(firstOfAll: string, to: string): readonly EstablishShare[] {
    return [...this.#byShare].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, facts]) => {
      const [authority = '', beneficiary = '', currency = ''] = key.split(' ');
      const question = { authority, beneficiary, currency, from: this.#from.get(key) ?? firstOfAll, to };
      return { type: 'EstablishShare', distribution: `${authority}/${beneficiary}/${currency}/${to}`, ...question, ...collectedShare(facts, question) };
    });
  }

  /** The share was established: its days are done. */
  established({ authority, beneficiary, currency }: Asked, to: string): void {
    const key = `${authority} ${beneficiary} ${currency}`;
    this.#from.set(key, to);
    this.#byShare.set(key, (this.#byShare.get(key) ?? []).filter(({ day }) => day >= to));
  }

  #add(fact: CollectionFact): void {
    const key = `${fact.authority} ${fact.beneficiary} ${fact.currency}`;
    const known = this.#byShare.get(key);
    if (known === undefined) this.#byShare.set(key, [fact]);
    else known.push(fact);
  }
}

/** Pays each beneficiary what was collected for it in the months before `month`, whose books are closed. */
export const distribute = async ({ ledger, stages }: Telling, collected: Collected, month: string, firstMonth: string): Promise<void> => {
  const to = firstDay(month);
  const shares = collected.shares(firstDay(firstMonth), to);
  const due: Extract<BeneficiaryEvent, { readonly type: 'BeneficiaryShareEstablished' }>['data'][] = [];
  await stages.run('distribution', async () => {
    for (const share of shares) {
      const outcome = await ledger.run({ decider: beneficiaryDecider, stream: beneficiaryStream(share.authority, share.beneficiary, share.currency), command: share, context: contextOfMessage({ book: share.authority, issuer: clerk, kind: 'share', reference: share.distribution, at: noon(to) }) });
      if (outcome.kind !== 'accepted') continue;
      collected.established(share, to);
      for (const event of outcome.events) if (event.type === 'BeneficiaryShareEstablished') due.push(event.data);
    }
    await runCommands(ledger, stages, 'distribution', due.map(({ authority, beneficiary, currency, distribution }) => ({
      decider: beneficiaryDecider,
      stream: beneficiaryStream(authority, beneficiary, currency),
      command: { type: 'Distribute' as const, distribution, paidOn: `${month}-10`, paymentReference: paymentReferenceOf(distribution), requestedBy: clerk, approvedBy: officer },
      context: contextOfMessage({ book: authority, issuer: clerk, kind: 'distribution', reference: distribution, at: noon(`${month}-10`) }),
    })));
    await runCommands(ledger, stages, 'distribution', due.map(({ authority, distribution, due: amount, currency }) =>
      bankEntry({ authority, reference: paymentReferenceOf(distribution), amount: formatMoney(moneyOf(-parseMoney(amount, currency).minor, currency)), currency, bookedOn: `${month}-10` })));
  });
};

const paymentReferenceOf = (distribution: string): string => `D-${distribution}`;

