import { debtKind } from '#accounts';
import { amount, code, day, record, reference, sha256, taxType, textUpTo } from '#event-catalogue';
import { bodyOf } from '../http/field';

/** A debt by tax type and beneficiary, and how much of it is meant. */
export const debt = record({ kind: debtKind, reference, taxType, beneficiary: code, amount });
/** SHA-256 of the document that carries the decision. */
const document = sha256;

export class ContestDebtDto extends bodyOf(record({ debt, contestedOn: day, document })) {}
export class EndContestDto extends bodyOf(record({ debt, endedOn: day, document })) {}
export class RemitDebtDto extends bodyOf(record({ debt, ground: code, remittedOn: day, document })) {}
export class WriteOffDebtDto extends bodyOf(record({ debt, writtenOffOn: day, document })) {}
export class ImposePenaltyDto extends bodyOf(
  record({ penaltyReference: reference, beneficiary: code, amount, reason: textUpTo(200), rule: code, imposedOn: day, dueOn: day }),
) {}
export class ReducePenaltyDto extends bodyOf(record({ beneficiary: code, amount, reducedOn: day, document })) {}
