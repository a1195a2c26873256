import { type BankFileFormat, type BankReading, readBankFile } from './bank-receipts';
import type { OpenBankFile } from './bank-file';

/** A file in memory, given out in pieces of `size` bytes. */
export const fileOf = (content: string | Uint8Array, size = 7): OpenBankFile => {
  const bytes = Buffer.from(content);
  return async function* () {
    for (let start = 0; start < bytes.length; start += size) yield await Promise.resolve(bytes.subarray(start, start + size));
  };
};

export const readingsOf = async (format: BankFileFormat, content: string | Uint8Array, size = 65_536): Promise<readonly BankReading[]> => {
  const readings: BankReading[] = [];
  for await (const reading of readBankFile(format, fileOf(content, size))) readings.push(reading);
  return readings;
};

export const faultsIn = (readings: readonly BankReading[]): readonly string[] =>
  readings.flatMap((reading) => (reading.kind === 'refused' ? [reading.fault.code] : []));
export const receiptsIn = (readings: readonly BankReading[]) =>
  readings.flatMap((reading) => (reading.kind === 'receipt' ? [reading.receipt] : []));

/** An entry of camt; `more` stands after the booking days. */
export const ntry = (
  amount: string,
  credit: boolean,
  more = '',
  { ccy = 'EUR', status = '<Sts>BOOK</Sts>', day = '2026-01-05' } = {},
): string =>
  `<Ntry><Amt Ccy="${ccy}">${amount}</Amt><CdtDbtInd>${credit ? 'CRDT' : 'DBIT'}</CdtDbtInd>${status}<BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>${more}</Ntry>`;

export const bal = (code: string, amount: string, { credit = true, ccy = 'EUR', day = '2026-01-05' } = {}): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${ccy}">${amount}</Amt><CdtDbtInd>${credit ? 'CRDT' : 'DBIT'}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;

export const stmt = (content: string, id = 'S-1', element = 'Stmt'): string =>
  `<${element}><Id>${id}</Id><Acct><Id><IBAN>NL26VAYB8060476890</IBAN></Id></Acct>${content}</${element}>`;

export const camt053 = (statements: string, version = '08'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>${statements}</BkToCstmrStmt></Document>`;
export const camt054 = (notifications: string): string =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>${notifications}</BkToCstmrDbtCdtNtfctn></Document>`;
