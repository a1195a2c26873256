import { present } from '#event-catalogue';
import type { BankBalance, BankDetail, BankEntry, BankMessageKind, BankStatement, ForeignAmount } from './bank-file';
import type { XmlNode } from './xml-nodes';

/** What a bank writes where it has nothing to say. */
const nothing = new Set(['NOTPROVIDED', 'NOT PROVIDED', 'NONREF', 'NONE', 'N/A']);
const told = (text: string | undefined): string | undefined => (text === undefined || nothing.has(text.toUpperCase()) ? undefined : text);

const amountOf = (node: XmlNode | undefined): ForeignAmount => ({ text: node?.text.trim() ?? '', currency: node?.currency ?? '' });

/** The direction of the booking itself; a reversal (RvslInd) is told by its own direction, not by that of what it reverses. */
const creditOf = (node: XmlNode): boolean | undefined => {
  const indicator = node.textAt('CdtDbtInd');
  return indicator === 'CRDT' ? true : indicator === 'DBIT' ? false : undefined;
};

/** The day as the bank wrote it: a moment is cut, for its offset is the bank's own. */
const dayOf = (node: XmlNode | undefined): string | undefined => (node?.textAt('Dt') ?? node?.textAt('DtTm'))?.slice(0, 10);

/** A code of ISO (PMNT-RCDT-ESCT) or of the bank's own. */
const transactionCodeOf = (node: XmlNode | undefined): string | undefined => {
  const domain = [node?.textAt('Domn', 'Cd'), node?.textAt('Domn', 'Fmly', 'Cd'), node?.textAt('Domn', 'Fmly', 'SubFmlyCd')].filter(
    (part) => part !== undefined,
  );
  return domain.length > 0 ? domain.join('-') : node?.textAt('Prtry', 'Cd');
};

const reasonOf = (node: XmlNode): string | undefined => node.textAt('RtrInf', 'Rsn', 'Cd') ?? node.textAt('RtrInf', 'Rsn', 'Prtry');
/** What is kept of texts: more than a receipt holds, and no more than a batch of thousands may hold. */
const kept = { texts: 20, length: 200 };
const texts = (nodes: readonly XmlNode[]): readonly string[] =>
  nodes
    .slice(0, kept.texts)
    .map(({ text }) => text.trim().slice(0, kept.length))
    .filter((text) => text !== '');

/** TxDtls. Versions before 03 tell its amount in AmtDtls alone. Names and accounts of the parties are not read at all. */
export const detailOf = (node: XmlNode): BankDetail => {
  const amounts = [node.at('Amt'), node.at('AmtDtls', 'TxAmt', 'Amt'), node.at('AmtDtls', 'InstdAmt', 'Amt')].flatMap((amount) =>
    amount === undefined ? [] : [amountOf(amount)],
  );
  return {
    amounts,
    structured: texts(node.all('RmtInf', 'Strd', 'CdtrRefInf', 'Ref')),
    unstructured: texts(node.all('RmtInf', 'Ustrd')),
    ...present({
      credit: creditOf(node),
      additional: node.textAt('AddtlTxInf'),
      endToEndId: told(node.textAt('Refs', 'EndToEndId')),
      returnReason: reasonOf(node),
    }),
  };
};

/** Ntry without its TxDtls, which come beside it. Since version 08 the status is a choice. */
export const entryOf = (node: XmlNode, position: number, details: readonly BankDetail[]): BankEntry => {
  const status = node.textAt('Sts', 'Cd') ?? node.textAt('Sts', 'Prtry') ?? node.textAt('Sts') ?? '';
  return {
    line: node.line,
    position,
    status,
    booked: status === 'BOOK',
    amount: amountOf(node.at('Amt')),
    reversal: ['true', '1'].includes(node.textAt('RvslInd') ?? ''),
    details,
    ...present({
      credit: creditOf(node),
      bookedOn: dayOf(node.at('BookgDt')),
      valueOn: dayOf(node.at('ValDt')),
      servicerReference: told(node.textAt('AcctSvcrRef')),
      entryReference: told(node.textAt('NtryRef')),
      transactionCode: transactionCodeOf(node.at('BkTxCd')),
      additional: node.textAt('AddtlNtryInf'),
    }),
  };
};

const balanceOf = (node: XmlNode): BankBalance => ({
  code: node.textAt('Tp', 'CdOrPrtry', 'Cd') ?? node.textAt('Tp', 'CdOrPrtry', 'Prtry') ?? '',
  amount: amountOf(node.at('Amt')),
  credit: node.textAt('CdtDbtInd') !== 'DBIT',
  day: dayOf(node.at('Dt')) ?? '',
});

/** The page that a statement is, where it has several (StmtPgntn since version 04, the whole message before). */
const pageOf = (node: XmlNode | undefined): string => {
  const number = node?.textAt('PgNb');
  return number === undefined || (number === '1' && node?.textAt('LastPgInd') === 'true') ? '' : `/p${number}`;
};

/** Stmt or Ntfctn without its entries; `header` is GrpHdr. */
export const statementOf = (node: XmlNode, kind: BankMessageKind, header: XmlNode | undefined): BankStatement => ({
  line: node.line,
  kind,
  id: (node.textAt('Id') ?? '') + pageOf(node.at('StmtPgntn') ?? node.at('NtfctnPgntn') ?? header?.at('MsgPgntn')),
  account: node.textAt('Acct', 'Id', 'IBAN') ?? node.textAt('Acct', 'Id', 'Othr', 'Id') ?? '',
  balances: node.all('Bal').map(balanceOf),
  ...present({ statedEntries: node.textAt('TxsSummry', 'TtlNtries', 'NbOfNtries') }),
});
