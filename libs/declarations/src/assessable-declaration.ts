import { type AssessableDeclaration, type AssessableItem } from '#rules';
import { type DeclaredItem } from './declarations.events';
import { type DeclarationHeader } from './lodge-declaration';

/**
 * H7 states no origin (data element 16 08 is not in it): the duty for goods of unspecified origin applies, code QU of the Union's country
 * list.
 */
const unspecifiedOrigin = 'QU';

type AssessableHeader = Pick<
  DeclarationHeader,
  | 'jurisdiction'
  | 'dataset'
  | 'acceptedOn'
  | 'currency'
  | 'freight'
  | 'insurance'
  | 'discount'
  | 'buyerType'
  | 'transactionType'
  | 'scheme'
  | 'schemeNumber'
  | 'suppliedOn'
  | 'statedValue'
>;
/** What of an item bears on its duty and tax. */
export type AssessableGoods = Pick<
  DeclaredItem,
  | 'seq'
  | 'hsCode'
  | 'origin'
  | 'preference'
  | 'goodsValue'
  | 'quantity'
  | 'supplementaryQuantities'
  | 'statedTaxes'
  | 'additionalProcedures'
> & { readonly description?: string };

/** What the rules read of a declaration; the same for a lodged one, a message under test and a re-assessment. */
export const toAssessable = (
  declaration: Readonly<{ header: AssessableHeader; items: readonly AssessableGoods[] }>,
): AssessableDeclaration => {
  const { header, items } = declaration;
  return {
    jurisdiction: header.jurisdiction,
    dataset: header.dataset,
    acceptedOn: header.acceptedOn,
    currency: header.currency,
    freight: header.freight,
    insurance: header.insurance,
    discount: header.discount,
    buyerType: header.buyerType,
    transactionType: header.transactionType,
    additionalProcedures: proceduresOf(items),
    items: items.map(assessableItem),
    ...(header.scheme === undefined || header.schemeNumber === undefined
      ? {}
      : {
          scheme: {
            id: header.scheme,
            number: header.schemeNumber,
            ...(header.suppliedOn === undefined ? {} : { suppliedOn: header.suppliedOn }),
            ...(header.statedValue === undefined ? {} : { statedValue: header.statedValue }),
          },
        }),
  };
};

/** Of all items, each once. */
const proceduresOf = (items: readonly AssessableGoods[]): readonly string[] => {
  const found: string[] = [];
  for (const item of items) for (const procedure of item.additionalProcedures) if (!found.includes(procedure)) found.push(procedure);
  return found;
};

const assessableItem = (item: AssessableGoods): AssessableItem => ({
  seq: item.seq,
  hsCode: item.hsCode,
  origin: item.origin ?? unspecifiedOrigin,
  goodsValue: item.goodsValue,
  quantity: String(item.quantity),
  ...(item.preference === undefined ? {} : { preference: item.preference }),
  ...(item.description === undefined ? {} : { description: item.description }),
  ...(item.supplementaryQuantities === undefined ? {} : { supplementaryQuantities: item.supplementaryQuantities }),
  ...(item.statedTaxes === undefined ? {} : { statedTaxes: item.statedTaxes }),
});
