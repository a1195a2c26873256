import fc from 'fast-check';
import { receiptRecorded } from '../accounts.events';
import { bal, camt053, faultsIn, fileOf, ntry, readingsOf, receiptsIn, stmt } from './bank.examples';
import { readBankFile, type BankFileFormat } from './bank-receipts';

const statement = stmt(
  bal('OPBD', '100.00') +
    bal('CLBD', '101.00') +
    ntry('1.00', true, '<NtryDtls><TxDtls><RmtInf><Ustrd>Grüße A-1</Ustrd></RmtInf></TxDtls></NtryDtls>'),
);
const good = camt053(statement);
const swift =
  ':20:S\r\n:25:DE1234\r\n:28C:1/1\r\n:60F:C260104EUR100,00\r\n:61:2601050105CR1,00NTRFNONREF//B1\r\n:86:166?00GUTSCHRIFT?20EREF+E-1?21SVWZ+Grüße A-1?32Jane Doe\r\n:62F:C260105EUR101,\r\n-\r\n';
const files: Readonly<Record<BankFileFormat, string>> = { camt: good, mt940: swift };

describe('encodings', () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  it.each([
    ['UTF-8 with a mark', 'camt', `\ufeff${good}`],
    ['UTF-16 with a mark, little end first', 'camt', utf16(good)],
    ['UTF-16 with a mark, big end first', 'camt', utf16(good).swap16()],
    ['ISO-8859-1 as declared', 'camt', Buffer.from(good.replace('UTF-8', 'ISO-8859-1'), 'latin1')],
    ['CRLF', 'camt', good.replaceAll('><', '>\r\n<')],
    ['MT940 in UTF-8', 'mt940', swift],
    ['MT940 in Windows-1252', 'mt940', Buffer.from(swift, 'latin1')],
    ['MT940 with LF alone', 'mt940', swift.replaceAll('\r', '')],
  ] as const)('%s is read, in pieces of any size', async (_, format, content) => {
    for (const size of [1, 3, 100_000])
      expect(receiptsIn(await readingsOf(format, content, size)).map(({ amount, remittance }) => [amount, remittance])).toEqual([
        ['1.00', 'Grüße A-1'],
      ]);
  });
  it.each([
    ['bytes that are not what is declared', 'camt', Buffer.from(good, 'latin1'), 'ENCODING_MALFORMED'],
    ['an encoding nobody can be sure of', 'camt', good.replace('UTF-8', 'IBM037'), 'ENCODING_UNSUPPORTED'],
    ['UTF-16 as declared in single bytes', 'camt', good.replace('UTF-8', 'UTF-16'), 'ENCODING_UNSUPPORTED'],
    ['UTF-16 without a mark', 'camt', Buffer.from(good, 'utf16le'), 'ENCODING_MALFORMED'],
    ['NUL bytes', 'camt', good.replace('A-1', 'A\u0000'), 'XML_MALFORMED'],
    ['NUL bytes in MT940', 'mt940', swift.replace('A-1', 'A\u0000'), 'MT940_MALFORMED'],
  ] as const)('%s: refused', async (_, format, content, code) => {
    expect(faultsIn(await readingsOf(format, content))).toEqual([code]);
  });
});

describe('XML that means harm', () => {
  it.each([
    [
      'an entity bomb',
      good.replace('<Document', '<!DOCTYPE Document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Document').replace('A-1', '&b;'),
      'XML_DOCTYPE',
    ],
    ['an external entity', good.replace('<Document', '<!DOCTYPE Document SYSTEM "file:///etc/passwd"><Document'), 'XML_DOCTYPE'],
    ['an entity nobody declared', good.replace('A-1', '&secret;'), 'XML_MALFORMED'],
    ['elements without bottom', good.replace('A-1', `${'<x>'.repeat(50)}${'</x>'.repeat(50)}`), 'XML_TOO_LARGE'],
    ['a text without end', good.replace('A-1', 'a'.repeat(300_000)), 'XML_TOO_LARGE'],
    ['a comment without end', good.replace('<GrpHdr>', `<!--${'< a >'.repeat(60_000)}`), 'XML_TOO_LARGE'],
    ['CDATA without end', good.replace('A-1', `<![CDATA[${'<a>'.repeat(100_000)}`), 'XML_TOO_LARGE'],
    ['a tag without end', good.replace('<GrpHdr>', `<GrpHdr a="${'a'.repeat(300_000)}">`), 'XML_TOO_LARGE'],
    ['an entry without end', good.replace('<Sts>', `${'<a/>'.repeat(2_000)}<Sts>`), 'XML_TOO_LARGE'],
    ['a statement of balances alone', camt053(stmt(bal('OPBD', '1.00').repeat(1_500))), 'XML_TOO_LARGE'],
    ['the wrong message', '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><a/></Document>', 'BANK_MESSAGE_UNKNOWN'],
    ['no namespace', '<Document/>', 'BANK_MESSAGE_UNKNOWN'],
    ['another message than the namespace says', good.replaceAll('BkToCstmrStmt', 'BkToCstmrAcctRpt'), 'CAMT_MALFORMED'],
    ['no statement', camt053(''), 'STATEMENT_MISSING'],
    ['nothing', '', 'XML_MALFORMED'],
    ['something else', '{"a":1}', 'XML_MALFORMED'],
  ])('%s: refused', async (_, content, code) => {
    expect(faultsIn(await readingsOf('camt', content))).toEqual([code]);
  });

  it('an unknown version is named', async () => {
    expect(await readingsOf('camt', camt053(statement, '99'))).toMatchObject([
      { fault: { code: 'BANK_VERSION_UNKNOWN', message: expect.stringContaining('camt.053.001.99') as string } },
    ]);
    for (const version of ['02', '03', '04', '05', '06', '07', '08', '13'])
      expect(receiptsIn(await readingsOf('camt', camt053(statement, version)))).toHaveLength(1);
    expect(faultsIn(await readingsOf('camt', camt053(statement, '01')))).toEqual(['BANK_VERSION_UNKNOWN']);
  });
  it('elements of other namespaces are not read', async () => {
    expect(receiptsIn(await readingsOf('camt', good.replace('<Ustrd>', '<Ustrd xmlns="urn:x">B-2</Ustrd><Ustrd>')))[0]?.remittance).toBe(
      'Grüße A-1',
    );
  });
});

describe('damaged files', () => {
  const judge = async (format: BankFileFormat, content: string | Uint8Array): Promise<void> => {
    const readings = await readingsOf(format, content);
    expect(readings.length).toBeGreaterThan(0);
    for (const receipt of receiptsIn(readings)) receiptRecorded.data.parse({ authority: 'GB', ...receipt }, 'receipt');
  };
  it.each(['camt', 'mt940'] as const)('%s cut off anywhere is refused, or is right', async (format) => {
    const content = Buffer.from(files[format]);
    const complete = receiptsIn(await readingsOf(format, content)).map(({ amount }) => amount);
    for (let end = 0; end < content.length; end += 1) {
      const receipts = receiptsIn(await readingsOf(format, content.subarray(0, end))).map(({ amount }) => amount);
      if (receipts.length > 0) expect(receipts).toEqual(complete);
    }
  });
  it.each(['camt', 'mt940'] as const)(
    '%s with bytes changed, taken out or doubled is refused or read, and never stops the reader',
    async (format) => {
      const base = Buffer.from(files[format]);
      const edit = fc.record({ at: fc.nat(base.length - 1), drop: fc.nat(12), put: fc.uint8Array({ maxLength: 6 }) });
      await fc.assert(
        fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
          await judge(
            format,
            edits.reduce((bytes, { at, drop, put }) => Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + drop)]), base),
          );
        }),
        { numRuns: 300 },
      );
    },
  );
  it('what the disk says is not taken for a fault of the bank', async () => {
    const broken = async function* () {
      yield* fileOf('<Document')();
      throw new Error('EIO');
    };
    await expect(readBankFile('camt', broken).next()).rejects.toThrow('EIO');
  });
});
