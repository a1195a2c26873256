import type { LodgeDeclaration } from '#declarations';
import { Exact } from '#money';
import { schemeNumberCaseKey, subjectOf } from '#reconciliation';
import { classify } from '#rules';
import { addDays, dayOf } from '../days';
import { currencyAt } from '../models/set-up';
import { authorityOf, iossNumber } from '../parties';
import { annulledCode, measureAnnulled, measureOf, measurePublished, publish } from './annulled-measure';
import { declarationSubject, goodsOf, goodsValue, isPaidBy, isUnderScheme } from './fitting';
import type { Candidate, Parcel, ParcelFault } from '../told-parcel';

type Item = LodgeDeclaration['items'][number];

const isAtBorder = (parcel: Parcel): boolean => parcel.collection.kind === 'border';
const withItems = (lodged: LodgeDeclaration, change: (item: Item, i: number) => Item): readonly LodgeDeclaration[] => [
  { ...lodged, items: lodged.items.map(change) },
];
const withFirst = (lodged: LodgeDeclaration, change: (item: Item) => Item): readonly LodgeDeclaration[] =>
  withItems(lodged, (item, i) => (i === 0 ? change(item) : item));

/** Goods of which a shop may say that it sold the others. */
const otherGoods = ['CERAMIC COFFEE MUG', 'BATH TOWEL BLUE'].flatMap((description) => classify(description)?.code ?? []);
const otherCode = ({ hsCode }: Item): string =>
  (otherGoods.find((code) => !code.startsWith(hsCode.slice(0, 6))) ?? hsCode).slice(0, hsCode.length);

/** Above the limit of low value in the Union, and so taxed at the border, though its seller has a number. */
const isAboveLimit = (parcel: Parcel): boolean => isAtBorder(parcel) && parcel.order.header.schemeNumber === iossNumber;

/** Whether the declaration states a rate of exchange: what is declared is not in the authority’s currency. */
const statesRate = ({ parcel: { order, acceptedAt }, rules }: Candidate): boolean =>
  currencyAt(rules, authorityOf(order.header.destination ?? ''), dayOf(acceptedAt)) !== order.header.currency;

/** A fifth of the value of the goods, and a hundred more: beyond any tolerance of the tax. */
const freightTooMuch = ({ items }: LodgeDeclaration): Exact =>
  items.reduce((sum, { goodsValue: value }) => sum.plus(Exact.parse(value).times(Exact.parse('0.2'))), Exact.parse('100'));

/** Sold into the Union in euro without a number of its seller. */
const isWithoutNumber = ({ order, collection }: Parcel): boolean =>
  collection.kind !== 'scheme' &&
  order.header.schemeNumber === undefined &&
  order.header.destination !== 'GB' &&
  order.header.currency === 'EUR';

/** The declaration of low value under the seller’s number. */
const underNumber = (lodged: LodgeDeclaration, { suppliedOn }: Parcel): LodgeDeclaration => ({
  ...lodged,
  header: { ...lodged.header, scheme: 'EU-IOSS', schemeNumber: iossNumber, suppliedOn, dataset: 'H7' },
  items: lodged.items.map(({ origin: _origin, ...item }) => ({
    ...item,
    hsCode: item.hsCode.slice(0, 6),
    additionalProcedures: ['C07', 'F48'],
  })),
});

/** What is declared of each item, and what follows from it in law. */
export const goodsFaults: readonly ParcelFault[] = [
  {
    name: 'declared as other goods',
    code: 'B24',
    fits: () => true,
    declarations: (lodged) => withFirst(lodged, (item) => ({ ...item, hsCode: otherCode(item) })),
    expected: (parcel) => ({ subject: subjectOf(declarationSubject(parcel), '1') }),
  },
  {
    name: 'declared with another origin',
    code: 'B25',
    fits: ({ parcel }) => isAtBorder(parcel),
    declarations: (lodged) => withFirst(lodged, (item) => ({ ...item, origin: item.origin === 'VN' ? 'CN' : 'VN' })),
    order: (order) => ({ ...order, lines: order.lines.map((line) => ({ ...line, origin: order.order.dispatchCountry })) }),
    expected: (parcel) => ({ subject: subjectOf(declarationSubject(parcel), '1') }),
  },
  {
    name: 'declared at another rate of exchange',
    code: 'B27',
    fits: statesRate,
    declarations: (lodged) => {
      const { exchangeRow } = lodged.header;
      return [
        exchangeRow === undefined
          ? lodged
          : {
              ...lodged,
              header: {
                ...lodged.header,
                exchangeRow: { ...exchangeRow, rate: Exact.parse(exchangeRow.rate).times(Exact.parse('1.02')).toCanonicalText() },
              },
            },
      ];
    },
    expected: (parcel) => ({ subject: declarationSubject(parcel) }),
  },
  {
    // A discount that nobody gave brings the goods under the limit.
    name: 'within the limit at import alone',
    code: 'B30',
    fits: ({ parcel }) => isAboveLimit(parcel),
    declarations: (lodged, parcel) => {
      const { amount } = goodsValue(parcel);
      const discount = Exact.parse(amount).times(Exact.parse('0.9')).toCanonicalText();
      const under = underNumber(lodged, parcel);
      return [{ ...under, header: { ...under.header, discount } }];
    },
    expected: (parcel) => ({ subject: declarationSubject(parcel) }),
  },
  {
    name: 'declared as a gift',
    code: 'B31',
    fits: ({ parcel }) => isAtBorder(parcel),
    declarations: (lodged) => withItems(lodged, (item) => ({ ...item, additionalProcedures: [...item.additionalProcedures, 'C08'] })),
    expected: (parcel) => ({ subject: `${declarationSubject(parcel)}/C08` }),
  },
  {
    name: 'taxed at checkout and at the border',
    code: 'B32',
    fits: ({ parcel }) => isUnderScheme(parcel),
    declarations: (lodged, parcel) => {
      const { scheme: _scheme, schemeNumber: _number, suppliedOn: _day, statedValue: _value, ...header } = lodged.header;
      const codeOf = ({ covers, hsCode }: Item): string =>
        goodsOf(parcel).find(({ ordinal }) => ordinal === covers[0]?.ordinal)?.hsCode ?? hsCode;
      return [
        {
          ...lodged,
          header: { ...header, dataset: 'H1' },
          items: lodged.items.map((item) => ({ ...item, hsCode: codeOf(item), origin: header.dispatchCountry, additionalProcedures: [] })),
        },
      ];
    },
    expected: (parcel) => ({ subject: declarationSubject(parcel) }),
  },
  {
    name: 'imported under a number that it was not sold under',
    code: 'B29',
    once: true,
    skips: ['collection'],
    fits: ({ parcel }) => isWithoutNumber(parcel) && Exact.parse(goodsValue(parcel).amount).compare(Exact.parse('140')) < 0,
    declarations: (lodged, parcel) => [underNumber(lodged, parcel)],
    expected: () => ({ subject: subjectOf(schemeNumberCaseKey(iossNumber), 'EUR') }),
  },
  {
    // Freight is no part of the goods: they are declared as ordered, and come to another tax.
    name: 'freight declared that nobody asked for',
    code: 'B45',
    fits: ({ parcel }) => isAtBorder(parcel),
    declarations: (lodged) => [
      {
        ...lodged,
        header: { ...lodged.header, freight: Exact.parse(lodged.header.freight).plus(freightTooMuch(lodged)).toCanonicalText() },
      },
    ],
    expected: (parcel) => ({ subject: declarationSubject(parcel) }),
  },
  {
    // The only goods of the trade under their code, so that nothing else is assessed under the measure.
    name: 'assessed under a measure that was annulled since',
    code: 'B47',
    once: true,
    fits: ({ parcel, legalNow }) =>
      isPaidBy('representative', parcel) &&
      parcel.order.header.destination !== 'GB' &&
      addDays(parcel.acceptedAt, 45).slice(0, 10) < legalNow,
    order: (order) => ({ ...order, lines: order.lines.map((line) => ({ ...line, hsCode: annulledCode })) }),
    before: (parcel, from) => publish(measurePublished(parcel, from), 'measure', from),
    after: (parcel, from) => publish(measureAnnulled(parcel, from), 'annulment', dayOf(addDays(parcel.acceptedAt, 10))),
    expected: (parcel, from) => ({ subject: subjectOf(declarationSubject(parcel), measureOf(parcel, from)) }),
  },
];
