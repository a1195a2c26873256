import { beneficiaryDecider, beneficiaryStream } from '#accounts';
import { formatMoney, moneyOf, parseMoney } from '#money';
import { type CollectedRevenue, distributionReference } from '#runtime';
import { bankEntry } from '../bank';
import { firstDay, noon } from '../days';
import type { Telling } from '../telling';
import { contextOfMessage } from '../messages';
import { clerk, officer } from '../parties';
import { runCommands } from '../stage';

/** Pays each beneficiary what was collected for it in the months before `month`, whose books are closed. */
export const distribute = async (
  { ledger, stages }: Telling,
  collected: CollectedRevenue,
  month: string,
  firstMonth: string,
): Promise<void> => {
  const to = firstDay(month);
  await stages.run('distribution', async () => {
    for (const share of collected.shares(to, { from: firstDay(firstMonth) })) {
      const outcome = await ledger.run({
        decider: beneficiaryDecider,
        stream: beneficiaryStream(share.authority, share.beneficiary, share.currency),
        command: share,
        context: contextOfMessage({ book: share.authority, issuer: clerk, kind: 'share', reference: share.distribution, at: noon(to) }),
      });
      if (outcome.kind === 'accepted') for (const event of outcome.events) collected.take(event);
    }
    // A story taken up again finds its shares in the log, and what it paid of them as well.
    const due = collected.established({ to });
    await runCommands(
      ledger,
      stages,
      'distribution',
      due.map(({ authority, beneficiary, currency, distribution }) => ({
        decider: beneficiaryDecider,
        stream: beneficiaryStream(authority, beneficiary, currency),
        command: {
          type: 'Distribute' as const,
          distribution,
          paidOn: `${month}-10`,
          paymentReference: distributionReference(distribution),
          requestedBy: clerk,
          approvedBy: officer,
        },
        context: contextOfMessage({
          book: authority,
          issuer: clerk,
          kind: 'distribution',
          reference: distribution,
          at: noon(`${month}-10`),
        }),
      })),
    );
    await runCommands(
      ledger,
      stages,
      'distribution',
      due.map(({ authority, distribution, due: amount, currency }) =>
        bankEntry({
          authority,
          reference: distributionReference(distribution),
          amount: formatMoney(moneyOf(-parseMoney(amount, currency).minor, currency)),
          currency,
          bookedOn: `${month}-10`,
        }),
      ),
    );
  });
};
