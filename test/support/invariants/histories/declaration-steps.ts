import { accountDecider, accountStream, guaranteeDecider, guaranteeId } from '#accounts';
import { declarationDecider, declarationStream, type DeclarationHeader, type DeclaredItem } from '#declarations';
import { streamName } from '#event-catalogue';
import { lodgeH1 } from '../../declarations/examples';
import { type Kinds } from './step';
import { borderAccounts, decimalOf, pick, twoPersons } from './world';

/** Duty and import VAT stated as amounts, so that a history knows what is owed without asking the rules. */
const itemOf = (seq: number, quantity: number, duty: number, vat: number): DeclaredItem => ({
  ...{ seq, hsCode: '42029900', origin: 'CN', description: 'cases', goodsValue: '100.00', quantity, additionalProcedures: [], covers: [] },
  statedTaxes: [{ taxType: 'A00', amount: decimalOf(duty) }, { taxType: 'B00', amount: decimalOf(vat) }],
});
/** One item, or two. */
export const itemsOf = (n: number, cents: number): readonly DeclaredItem[] => [itemOf(1, 1 + (n % 5), cents, cents % 997), ...(n % 3 === 0 ? [itemOf(2, 2, cents % 1009, 1)] : [])];
const taxOf = (items: readonly DeclaredItem[]): bigint => items.flatMap(({ statedTaxes = [] }) => statedTaxes).reduce((sum, { amount = '0' }) => sum + BigInt(amount.replace('.', '')), 0n);

const { discount: _discount, freight: _freight, accountHolder: _holder, debtor: _debtor, ...common } = lodgeH1.header;
/** A British import of the holder's, accepted on a day. */
export const declarationOfHistory = (holder: string, lrn: string, day: string): DeclarationHeader => ({
  ...{ ...common, freight: '0', discount: '0', buyerType: 'business', transactionType: 'B2B', lrn, mrn: `26GB${lrn.padStart(14, '0')}` },
  ...{ accountHolder: holder, debtor: holder, acceptedAt: `${day}T10:00:00.000Z`, acceptedOn: day },
});

const guaranteeReference = 'GRN-1';

/** What is declared, changed and taken back, and what secures it. */
export const declarationSteps: Kinds = {
  declare: [12, async (world, { n, m, cents }) => {
    const { holder } = pick(borderAccounts, m) ?? borderAccounts[0];
    const header = declarationOfHistory(holder, `L${world.next()}`, world.today);
    const items = itemsOf(n, cents);
    const stream = declarationStream('GB', header.declarant, header.lrn);
    if (await world.send(declarationDecider, stream, { type: 'LodgeDeclaration', header, items, zone: lodgeH1.zone })) world.declared.set(stream, taxOf(items));
  }],
  amend: [5, async (world, { n, m, cents }) => {
    const known = pick(world.assessed(), m);
    if (known === undefined) return;
    const { version: _version, itemCount: _count, ...header } = known.state.header;
    const items = itemsOf(n, cents);
    if (await world.send(declarationDecider, known.stream, { type: 'AmendDeclaration', header, items, zone: lodgeH1.zone, amendedAt: `${world.today}T11:00:00.000Z`, reason: 'value', requestedBy: 'R-1' }))
      world.declared.set(known.stream, taxOf(items));
  }],
  invalidate: [2, async (world, { m }) => {
    const known = pick(world.assessed(), m);
    if (known === undefined) return;
    const evidence = [{ kind: 'ExportDeclaration', document: 'e'.repeat(64), receivedOn: world.today }];
    if (await world.send(declarationDecider, known.stream, { type: 'InvalidateDeclaration', ground: 'distance_sales_return', appliedOn: world.today, invalidatedOn: world.today, ...twoPersons, evidence }))
      world.declared.set(known.stream, 0n);
  }],
  returnUnits: [3, (world, { n, m }) => {
    const known = pick(world.assessed(), m);
    return known === undefined ? Promise.resolve() : world.send(declarationDecider, known.stream, { type: 'ReturnQuantity', returnCase: world.next().padStart(26, '0'), items: [{ seq: 1 + (n % 2), quantity: 1 + (n % 3) }], returnedOn: world.today });
  }],
  secure: [2, (world, { n, cents }) => {
    const [{ authority, holder, kind }] = borderAccounts;
    const account = accountStream(authority, holder, kind).slice('account-'.length);
    const amount = BigInt(cents) * 10n;
    const shares = [{ account, authority, holder, share: amount }];
    const stream = streamName('guarantee', guaranteeId(authority, guaranteeReference));
    const last = world.events.findLast((event) => event.type === 'GuaranteeRegistered' || event.type === 'GuaranteeChanged')?.data as { readonly amount: string } | undefined;
    return last !== undefined
      ? world.send(guaranteeDecider, stream, { type: 'ChangeGuarantee', reason: amount > BigInt(last.amount.replace('.', '')) ? 'increased' : 'reduced', amount, shares, changedOn: world.today })
      : world.send(guaranteeDecider, stream, { type: 'RegisterGuarantee', authority, guarantor: 'BANK-1', guaranteeReference, holder, form: n % 3 === 0 ? 'deposit' : 'undertaking', amount, currency: 'GBP', validFrom: world.today, shares });
  }],
  suspend: [1, (world, { n }) => {
    const { authority, holder, kind } = pick(borderAccounts, n) ?? borderAccounts[0];
    return world.send(accountDecider, accountStream(authority, holder, kind), n % 2 === 0 ? { type: 'SuspendAccount', reason: 'ARREARS', suspendedOn: world.today } : { type: 'ReinstateAccount', reinstatedOn: world.today });
  }],
};
