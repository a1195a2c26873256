import { declarationDecider, declarationStream, type DeclarationHeader, type DeclaredItem } from '#declarations';
import { lodgeH1 } from '../../declarations/examples';
import { type Kinds } from './step';
import { borderAccounts, decimalOf, pick, twoPersons, type World } from './world';

/** Duty and import VAT stated as amounts, so that a history knows what is owed without asking the rules. */
const itemOf = (seq: number, quantity: number, duty: number, vat: number): DeclaredItem => ({
  seq,
  hsCode: '42029900',
  origin: 'CN',
  description: 'cases',
  goodsValue: '100.00',
  quantity,
  additionalProcedures: [],
  covers: [],
  statedTaxes: [
    { taxType: 'A00', amount: decimalOf(duty) },
    { taxType: 'B00', amount: decimalOf(vat) },
  ],
});
/** One item, or two. */
export const itemsOf = (n: number, cents: number): readonly DeclaredItem[] => [
  itemOf(1, 1 + (n % 5), cents, cents % 997),
  ...(n % 3 === 0 ? [itemOf(2, 2, cents % 1009, 1)] : []),
];
export const taxOf = (items: readonly DeclaredItem[]): bigint =>
  items.flatMap(({ statedTaxes = [] }) => statedTaxes).reduce((sum, { amount = '0' }) => sum + BigInt(amount.replace('.', '')), 0n);

const { discount: _discount, freight: _freight, accountHolder: _holder, debtor: _debtor, ...common } = lodgeH1.header;
/** A British import of the holder's, accepted on a day. */
export const declarationOfHistory = (holder: string, lrn: string, day: string): DeclarationHeader => ({
  ...common,
  freight: '0',
  discount: '0',
  buyerType: 'business',
  transactionType: 'B2B',
  lrn,
  mrn: `26GB${lrn.padStart(14, '0')}`,
  accountHolder: holder,
  debtor: holder,
  acceptedAt: `${day}T10:00:00.000Z`,
  acceptedOn: day,
});

/** Those of the history's own accounts; what a carrier presents is another story. */
export const imports = (world: World) =>
  world.assessed().filter(({ state }) => state.header.authority === 'GB' && state.header.accountHolder !== 'R-1');

/** What is declared, changed and taken back. */
export const declarationSteps: Kinds = {
  declare: [
    12,
    async (world, { n, m, cents }) => {
      const { holder } = pick(borderAccounts, m) ?? borderAccounts[0];
      const header = declarationOfHistory(holder, `L${world.next()}`, world.today);
      const items = itemsOf(n, cents);
      const stream = declarationStream('GB', header.declarant, header.lrn);
      if (await world.send(declarationDecider, stream, { type: 'LodgeDeclaration', header, items, zone: lodgeH1.zone }))
        world.declared.set(stream, taxOf(items));
    },
  ],
  amend: [
    5,
    async (world, { n, m, cents }) => {
      const known = pick(imports(world), m);
      if (known === undefined) return;
      const { version: _version, itemCount: _count, ...header } = known.state.header;
      const items = itemsOf(n, cents);
      if (
        await world.send(declarationDecider, known.stream, {
          type: 'AmendDeclaration',
          header,
          items,
          zone: lodgeH1.zone,
          amendedAt: `${world.today}T11:00:00.000Z`,
          reason: 'value',
          requestedBy: 'R-1',
        })
      )
        world.declared.set(known.stream, taxOf(items));
    },
  ],
  invalidate: [
    2,
    async (world, { m }) => {
      const known = pick(imports(world), m);
      if (known === undefined) return;
      const evidence = [{ kind: 'ExportDeclaration', document: 'e'.repeat(64), receivedOn: world.today }];
      if (
        await world.send(declarationDecider, known.stream, {
          type: 'InvalidateDeclaration',
          ground: 'distance_sales_return',
          appliedOn: world.today,
          invalidatedOn: world.today,
          ...twoPersons,
          evidence,
        })
      )
        world.declared.set(known.stream, 0n);
    },
  ],
  returnUnits: [
    3,
    (world, { n, m }) => {
      const known = pick(imports(world), m);
      return known === undefined
        ? Promise.resolve()
        : world.send(declarationDecider, known.stream, {
            type: 'ReturnQuantity',
            returnCase: world.next().padStart(26, '0'),
            items: [{ seq: 1 + (n % 2), quantity: 1 + (n % 3) }],
            returnedOn: world.today,
          });
    },
  ],
};
