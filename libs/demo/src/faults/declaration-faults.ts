import type { LodgeDeclaration } from '#declarations';
import { Exact } from '#money';
import { subjectOf } from '#reconciliation';
import { addDays } from '../days';
import { lrnOf } from '../messages';
import {
  consignmentSubject,
  declarationSubject,
  goodsOf,
  goodsValue,
  isUnderScheme,
  linesApart,
  orderSubject,
  redeclared,
} from './fitting';
import type { Parcel, ParcelFault } from '../told-parcel';

const daysLate = 12;
const second = (parcel: Parcel): string => `${lrnOf(parcel)}-2`;

const isOf =
  (ordinal: number | undefined) =>
  ({ covers }: LodgeDeclaration['items'][number]): boolean =>
    covers.some((covered) => covered.ordinal === ordinal);
const lineSubject = (parcel: Parcel, ordinal: number | undefined): string =>
  subjectOf(`${orderSubject(parcel)}/${String(ordinal ?? 0)}`, consignmentSubject(parcel));

/** A well-formed number that no Member State gave to anybody. */
const strangeNumbers: Readonly<Record<string, string>> = { 'EU-IOSS': 'IM3720000998', 'UK-SUPPLY': 'GB999999988' };

/** What is declared of a parcel. */
export const declarationFaults: readonly ParcelFault[] = [
  {
    name: 'never declared',
    code: 'B20',
    skips: ['declaration'],
    fits: () => true,
    expected: (parcel) => ({ subject: consignmentSubject(parcel), ...goodsValue(parcel) }),
  },
  {
    name: 'declared late',
    code: 'B20',
    heals: true,
    fits: () => true,
    parcel: ({ arrivedAt }) => ({ acceptedAt: addDays(arrivedAt, daysLate), deliveredAt: addDays(arrivedAt, daysLate + 2) }),
    expected: (parcel) => ({ subject: consignmentSubject(parcel) }),
  },
  {
    name: 'declared twice',
    code: 'B21',
    fits: () => true,
    declarations: (lodged, parcel) => [lodged, redeclared(lodged, second(parcel))],
    // Of two that were accepted in one moment the first by name counts.
    expected: (parcel) => ({
      subject: [declarationSubject(parcel), declarationSubject(parcel, second(parcel))].sort().at(-1) ?? '',
      ...goodsValue(parcel),
    }),
  },
  {
    name: 'a line left out',
    code: 'B22',
    fits: ({ parcel }) => goodsOf(parcel).length > 1 && linesApart(parcel).length > 0,
    declarations: (lodged, parcel) => [{ ...lodged, items: lodged.items.filter((item) => !isOf(linesApart(parcel)[0]?.ordinal)(item)) }],
    expected: (parcel) => ({ subject: lineSubject(parcel, linesApart(parcel)[0]?.ordinal) }),
  },
  {
    name: 'undervalued',
    code: 'B23',
    fits: () => true,
    declarations: (lodged) => [
      {
        ...lodged,
        items: lodged.items.map((item) => ({
          ...item,
          goodsValue: Exact.parse(item.goodsValue).times(Exact.parse('0.4')).toCanonicalText(),
        })),
      },
    ],
    expected: (parcel) => ({ subject: declarationSubject(parcel) }),
  },
  {
    name: 'more units than ordered',
    code: 'B26',
    fits: () => true,
    declarations: (lodged) => [
      {
        ...lodged,
        items: lodged.items.map((item, i) =>
          i > 0
            ? item
            : {
                ...item,
                quantity: item.quantity + 1,
                covers: item.covers.map((line, n) => (n > 0 ? line : { ...line, quantity: line.quantity + 1 })),
              },
        ),
      },
    ],
    expected: (parcel) => ({ subject: lineSubject(parcel, goodsOf(parcel)[0]?.ordinal) }),
  },
  {
    name: 'a number that nobody was given',
    code: 'B28',
    fits: ({ parcel }) => isUnderScheme(parcel),
    declarations: (lodged) => [{ ...lodged, header: { ...lodged.header, schemeNumber: strangeNumbers[lodged.header.scheme ?? ''] ?? '' } }],
    expected: (parcel) => ({ subject: declarationSubject(parcel), ...goodsValue(parcel) }),
  },
];
