import { type RefundClaimedData } from './refund-claim.state';
import { refuseClaim, type Refused } from './returns.rejections';

/**
 * Who collected the tax, who is to be paid, and what entitles him. `buyerRefunded`: the buyer has the tax back from the payee. `boreTax`:
 * the payee, not the buyer, bore it in the end.
 */
export type Entitlement = Readonly<{
  model: NonNullable<RefundClaimedData['model']>;
  payee: RefundClaimedData['payee'];
  payeeParty: string;
  buyerRefunded?: boolean;
  boreTax?: boolean;
}>;

/**
 * Nobody keeps a tax that the buyer paid: a vendor or an intermediary is paid only after it has paid the buyer back; otherwise the buyer
 * is.
 */
export const faultOfPayee = ({ model, payee, buyerRefunded = false, boreTax = false }: Entitlement): Refused | undefined => {
  const no = (message: string): Refused => refuseClaim('PAYEE_NOT_ENTITLED', message, { field: 'payee' });
  // Whoever the right was made over to shows it by a document that the claim then needs.
  if (payee === 'assignee') return undefined;
  switch (model) {
    case 'vendor':
      if (payee !== 'vendor') return no('what a vendor collected goes back to the vendor');
      return buyerRefunded || boreTax ? undefined : no('the vendor must have paid the buyer back first');
    case 'intermediary':
      if (payee === 'consumer') return buyerRefunded ? no('the buyer has the tax back already') : undefined;
      if (payee !== 'intermediary') return no('what an intermediary collected goes back to it or to the buyer');
      return buyerRefunded || boreTax ? undefined : no('the intermediary must have paid the buyer back first');
    case 'consumer':
      return payee === 'consumer' ? undefined : no('a consumer who paid is paid');
    case 'traditional':
      return payee === 'importer' || payee === 'representative' ? undefined : no('the debtor or its representative is paid');
  }
};
