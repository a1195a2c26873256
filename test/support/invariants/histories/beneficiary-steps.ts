import { beneficiaryDecider, beneficiaryStream, type BeneficiaryEvent } from '#accounts';
import { CollectedRevenue, distributionReference } from '#runtime';
import { booked } from './payment-steps';
import { type Kinds } from './step';
import { decimalOf, pick, twoPersons, type World } from './world';

const revenueOf = (world: World): CollectedRevenue => {
  const revenue = new CollectedRevenue();
  for (const event of world.events) revenue.take(event);
  return revenue;
};

/** What was collected reaches its owner: a share becomes due, is paid once, and the bank shows it. */
export const beneficiarySteps: Kinds = {
  establish: [
    2,
    async (world, { n }) => {
      const share = pick(revenueOf(world).shares(world.today, { authority: 'GB' }), n);
      if (share !== undefined)
        await world.send(beneficiaryDecider, beneficiaryStream(share.authority, share.beneficiary, share.currency), share, share.authority);
    },
  ],
  distribute: [
    2,
    async (world, { n }) => {
      const share = pick(
        revenueOf(world)
          .established('unpaid')
          .filter(({ authority }) => authority === 'GB'),
        n,
      );
      if (share === undefined) return;
      const { authority, beneficiary, currency, distribution } = share;
      const paymentReference = distributionReference(distribution);
      const paid = await world.send(
        beneficiaryDecider,
        beneficiaryStream(authority, beneficiary, currency),
        { type: 'Distribute', distribution, paidOn: world.today, paymentReference, ...twoPersons },
        authority,
      );
      if (paid && n % 2 === 0) await booked(world, `-${share.due}`, { endToEndId: paymentReference });
    },
  ],
  handOnTwice: [
    1,
    (world, { n, cents }) => {
      const share = pick(world.of<BeneficiaryEvent, 'BeneficiaryShareEstablished'>('BeneficiaryShareEstablished'), n)?.data;
      if (share === undefined) return Promise.resolve();
      return world.send(
        beneficiaryDecider,
        beneficiaryStream(share.authority, share.beneficiary, share.currency),
        {
          type: 'Distribute',
          distribution: share.distribution,
          paidOn: world.today,
          paymentReference: `AGAIN-${decimalOf(cents)}`,
          ...twoPersons,
        },
        share.authority,
      );
    },
  ],
};
