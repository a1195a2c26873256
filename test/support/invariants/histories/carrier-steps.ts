import { accountDecider, accountStream } from '#accounts';
import { consignmentDispatch, type MessageContext } from '#advance-data';
import { collectorDecider, collectorStream } from '#collectors';
import { declarationDecider, declarationStream, type DeclarationHeader } from '#declarations';
import { lodgeH7 } from '../../declarations/examples';
import { type Kinds } from './step';
import { decimalOf, firstDay, pick, type World } from './world';

const post = { authority: 'EU-FR', holder: 'POST-1', schemeNumber: 'SAFR2021000001' } as const;
const context: MessageContext = { installationKey: Buffer.alloc(32, 7), actor: 'history' };
const origin = { sha256: 'a'.repeat(64), line: 1 };
/** A field that is not given is not there. */
const without = <T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Omit<T, K> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key as K))) as Omit<T, K>;
const common = without(lodgeH7.header, 'schemeNumber', 'suppliedOn', 'statedValue', 'freight', 'prefilledFrom');

/** A parcel of one item that a post presents and whose VAT it collects at the door (VAT Directive Art. 369y). */
const headerOf = (lrn: string, day: string): DeclarationHeader => ({
  ...common,
  authority: post.authority,
  jurisdiction: 'FR',
  declarant: post.holder,
  debtor: post.holder,
  accountHolder: post.holder,
  scheme: 'EU-SA',
  schemeNumber: post.schemeNumber,
  carrier: post.holder,
  consignmentNumber: `LX${lrn}`,
  freight: '0',
  currency: 'EUR',
  lrn,
  mrn: `26FR${lrn.padStart(14, '0')}`,
  acceptedAt: `${day}T09:00:00.000Z`,
  acceptedOn: day,
});

/** The carrier, its authorisation and its accounts, once. */
export const registerCarrier = async (world: World): Promise<void> => {
  const { authority, holder, schemeNumber } = post;
  const stream = collectorStream(holder);
  await world.send(
    collectorDecider,
    stream,
    {
      type: 'RegisterCollector',
      collector: { collector: holder, name: 'Post', establishedIn: 'FR', roles: ['intermediary'], registeredOn: firstDay },
    },
    '-',
  );
  await world.send(
    collectorDecider,
    stream,
    { type: 'GrantSchemeNumber', scheme: 'EU-SA', schemeNumber, authority, validFrom: firstDay },
    '-',
  );
  for (const [kind, cycle] of [
    ['deferment', 'EU-SIXTEENTH'],
    ['scheme', 'EU-IOSS-MONTH'],
  ] as const)
    await world.send(
      accountDecider,
      accountStream(authority, holder, kind),
      { type: 'OpenAccount', authority, holder, kind, currency: 'EUR', cycle, openedOn: firstDay },
      authority,
    );
};

/** Parcels under special arrangements whose tax is not collected yet, or that were tried. */
const presented = (world: World) => world.assessed().filter(({ state }) => state.header.scheme === 'EU-SA');
const vatOf = (state: ReturnType<typeof presented>[number]['state']): string =>
  state.assessment?.kind === 'assessed'
    ? (state.assessment.duty.totals.find(({ taxType }) => taxType === 'B00')?.accountedElsewhere ?? '0.00')
    : '0.00';

/** What a carrier presents, collects at the door, brings back and returns; and who may act for it. */
export const carrierSteps: Kinds = {
  present: [
    3,
    async (world, { cents }) => {
      const header = headerOf(`S${world.next()}`, world.today);
      const [first] = lodgeH7.items;
      const items =
        first === undefined
          ? []
          : [
              {
                ...first,
                seq: 1,
                goodsValue: decimalOf(1 + (cents % 14_000)),
                quantity: 1,
                additionalProcedures: ['C07', 'F49'],
                covers: [],
              },
            ];
      const { carrier, consignmentNumber } = header;
      await world.ledger.send(
        consignmentDispatch(
          {
            carrier,
            consignmentNumber,
            orders: [],
            mode: 'post',
            dispatchCountry: 'CN',
            destination: 'FR',
            dispatchedAt: `${world.today}T08:00:00.000Z`,
            packages: 1,
            schemeNumber: post.schemeNumber,
          },
          context,
          origin,
        ),
      );
      await world.send(
        declarationDecider,
        declarationStream(header.authority, header.declarant, header.lrn),
        { type: 'LodgeDeclaration', header, items, zone: lodgeH7.zone },
        header.authority,
      );
    },
  ],
  collect: [
    3,
    async (world, { n, m }) => {
      const parcel = pick(presented(world), m)?.state;
      if (parcel === undefined) return;
      const { header } = parcel;
      // What the declaration expects, or, as carriers do, another amount.
      const amount = n % 5 === 0 || vatOf(parcel) === '0.00' ? '1.00' : vatOf(parcel);
      const message = {
        carrier: post.holder,
        consignmentNumber: header.consignmentNumber,
        collectedAt: `${world.today}T13:00:00.000Z`,
        consumptionCountry: 'FR',
        currency: 'EUR',
        lines: [{ taxType: 'B00', rate: '20', taxable: '10.00', amount }],
        mrn: header.mrn,
      };
      await world.ledger.send(consignmentDispatch(message, context, origin));
      await world.follow();
    },
  ],
  bringBack: [
    1,
    async (world, { m }) => {
      const header = pick(presented(world), m)?.state.header;
      if (header === undefined) return;
      await world.ledger.send(
        consignmentDispatch(
          {
            carrier: post.holder,
            consignmentNumber: header.consignmentNumber,
            attemptedAt: `${world.today}T14:00:00.000Z`,
            reason: 'REFUSED',
          },
          context,
          origin,
        ),
      );
      await world.follow();
    },
  ],
  returnCollections: [
    2,
    async (world) => {
      const filed = world.events.filter(({ type }) => type === 'CollectionReturnFiled').length;
      const month = new Date(Date.UTC(Number(firstDay.slice(0, 4)), Number(firstDay.slice(5, 7)) - 1 + filed, 1)).toISOString().slice(0, 7);
      if (world.today.slice(0, 7) <= month) return;
      await world.ledger.fileCollections({ ...post, period: month, filedOn: world.today, firstDay });
      await world.follow();
    },
  ],
  delegate: [
    1,
    (world, { n }) =>
      world.send(
        collectorDecider,
        collectorStream(post.holder),
        n % 3 === 0
          ? { type: 'EndDelegation', delegation: `D-${String(n % 2)}`, endedFrom: world.today }
          : {
              type: 'GrantDelegation',
              delegation: `D-${String(n % 2)}`,
              delegate: n % 5 === 0 ? post.holder : 'R-1',
              scope: ['declare'],
              validFrom: world.today,
            },
        '-',
      ),
  ],
};
