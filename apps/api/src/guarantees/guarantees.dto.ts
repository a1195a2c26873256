import { amount, book, code, currency, day, id, list, oneOf, optional, partyCode, record, reference } from '#event-catalogue';
import { bodyOf } from '../http/field';
import { listQuery } from '../http/page-cursor';

/** One account's part; its authority and holder are those of the account. */
const shares = list(record({ account: id, share: amount }), { max: 100 });

export class RegisterGuaranteeDto extends bodyOf(
  record({
    authority: book,
    guarantor: partyCode,
    guaranteeReference: reference,
    holder: partyCode,
    form: oneOf('undertaking', 'deposit', 'waiver'),
    required: optional(record({ amount, rule: code })),
    amount,
    currency,
    validFrom: day,
    validTo: optional(day),
    shares,
  }),
) {}
/** What is absent stays. */
export class ChangeGuaranteeDto extends bodyOf(
  record({
    reason: oneOf('increased', 'reduced', 'replaced', 'shared', 'extended', 'cancelled', 'expired'),
    amount: optional(amount),
    shares: optional(shares),
    validTo: optional(day),
    replacedBy: optional(id),
    changedOn: day,
  }),
) {}
export class CallGuaranteeDto extends bodyOf(
  record({ account: id, callReference: reference, statement: reference, amount, calledOn: day }),
) {}
export class GuaranteesQuery extends bodyOf(listQuery({ authority: optional(book) })) {}
