import type { LodgeDeclaration } from '#declarations';
import { Exact } from '#money';
import { periodCaseKey, subjectOf } from '#reconciliation';
import { classify } from '#rules';
import { dayOf, monthOf } from '../days';
import { currencyAt } from '../models/set-up';
import type { Parcel } from '../parcel';
import { authorityOf, iossNumber } from '../parties';
import { declarationSubject, goodsOf, goodsValue, isUnderScheme } from './fitting';
import type { Candidate, ParcelFault } from './parcel-fault';

type Item = LodgeDeclaration['items'][number];

const isAtBorder = (parcel: Parcel): boolean => parcel.collection.kind === 'border';
const withItems = (lodged: LodgeDeclaration, change: (item: Item, i: number) => Item): readonly LodgeDeclaration[] => [{ ...lodged, items: lodged.items.map(change) }];
const withFirst = (lodged: LodgeDeclaration, change: (item: Item) => Item): readonly LodgeDeclaration[] => withItems(lodged, (item, i) => (i === 0 ? change(item) : item));

/** Goods of which a shop may say that it sold the others. */
const otherGoods = ['CERAMIC COFFEE MUG', 'BATH TOWEL BLUE'].flatMap((description) => classify(description)?.code ?? []);
const otherCode = ({ hsCode }: Item): string => (otherGoods.find((code) => !code.startsWith(hsCode.slice(0, 6))) ?? hsCode).slice(0, hsCode.length);

/** Above the limit of low value in the Union, and so taxed at the border, though its seller has a number. */
const isAboveLimit = (parcel: Parcel): boolean => isAtBorder(parcel) && parcel.order.header.schemeNumber === iossNumber;

/** Whether the declaration states a rate of exchange: what is declared is not in the authority’s currency. */
const statesRate = ({ parcel: { order, acceptedAt }, rules }: Candidate): boolean => currencyAt(rules, authorityOf(order.header.destination ?? ''), dayOf(acceptedAt)) !== order.header.currency;

/** What is declared of each item, and what follows from it in law. */
export const goodsFaults: readonly ParcelFault[] = [
  {
    ...{ name: 'declared as other goods', code: 'B24', fits: () => true, declarations: (lodged) => withFirst(lodged, (item) => ({ ...item, hsCode: otherCode(item) })) },
    expected: (parcel) => ({ subject: subjectOf(declarationSubject(parcel), '1') }),
  },
  {
    ...{ name: 'declared with another origin', code: 'B25', fits: ({ parcel }) => isAtBorder(parcel), declarations: (lodged) => withFirst(lodged, (item) => ({ ...item, origin: item.origin === 'VN' ? 'CN' : 'VN' })) },
    order: (order) => ({ ...order, lines: order.lines.map((line) => ({ ...line, origin: order.order.dispatchCountry })) }),
    expected: (parcel) => ({ subject: subjectOf(declarationSubject(parcel), '1') }),
  },
  {
    ...{ name: 'declared at another rate of exchange', code: 'B27', fits: statesRate },
    declarations: (lodged) => {
      const { exchangeRow } = lodged.header;
      return [exchangeRow === undefined ? lodged : { ...lodged, header: { ...lodged.header, exchangeRow: { ...exchangeRow, rate: Exact.parse(exchangeRow.rate).times(Exact.parse('1.02')).toCanonicalText() } } }];
    },
    expected: (parcel) => ({ subject: declarationSubject(parcel) }),
  },
  {
    // A discount that nobody gave brings the goods under the limit.
    ...{ name: 'within the limit at import alone', code: 'B30', fits: ({ parcel }) => isAboveLimit(parcel) },
    declarations: (lodged, parcel) => {
      const { amount } = goodsValue(parcel);
      const discount = Exact.parse(amount).times(Exact.parse('0.9')).toCanonicalText();
      const scheme = { scheme: 'EU-IOSS' as const, schemeNumber: iossNumber, suppliedOn: parcel.suppliedOn };
      return [{ ...lodged, header: { ...lodged.header, ...scheme, dataset: 'H7', discount }, items: lodged.items.map(({ origin: _origin, ...item }) => ({ ...item, hsCode: item.hsCode.slice(0, 6), additionalProcedures: ['C07', 'F48'] })) }];
    },
    expected: (parcel) => ({ subject: declarationSubject(parcel) }),
  },
  {
    ...{ name: 'declared as a gift', code: 'B31', fits: ({ parcel }) => isAtBorder(parcel), declarations: (lodged) => withItems(lodged, (item) => ({ ...item, additionalProcedures: [...item.additionalProcedures, 'C08'] })) },
    expected: (parcel) => ({ subject: `${declarationSubject(parcel)}/C08` }),
  },
  {
    ...{ name: 'taxed at checkout and at the border', code: 'B32', fits: ({ parcel }) => isUnderScheme(parcel) },
    declarations: (lodged, parcel) => {
      const { scheme: _scheme, schemeNumber: _number, suppliedOn: _day, statedValue: _value, ...header } = lodged.header;
      const codeOf = ({ covers, hsCode }: Item): string => goodsOf(parcel).find(({ ordinal }) => ordinal === covers[0]?.ordinal)?.hsCode ?? hsCode;
      return [{ ...lodged, header: { ...header, dataset: 'H1' }, items: lodged.items.map((item) => ({ ...item, hsCode: codeOf(item), origin: header.dispatchCountry, additionalProcedures: [] })) }];
    },
    expected: (parcel) => ({ subject: declarationSubject(parcel) }),
  },
  {
    // Freight is no part of the goods' value, so nothing but the listing of imports shows it.
    ...{ name: 'freight that nobody paid is declared', code: 'B52', once: true, fits: ({ parcel }) => isUnderScheme(parcel) && parcel.order.header.schemeNumber === iossNumber && parcel.order.header.currency === 'EUR' },
    declarations: (lodged) => [{ ...lodged, header: { ...lodged.header, freight: Exact.parse(lodged.header.freight).plus(Exact.parse('9000')).toCanonicalText() } }],
    expected: ({ suppliedOn, order }) => ({ subject: subjectOf(periodCaseKey(iossNumber, monthOf(suppliedOn)), monthOf(suppliedOn), order.header.destination ?? '', 'EUR') }),
  },
];
