import { bal, camt053, ntry, stmt } from './bank.examples';
import { readBankFile } from './bank-receipts';

it('memory does not grow with a statement', async () => {
  const entries = 20_000;
  const entry = Buffer.from(ntry('1.00', true, '<NtryDtls><TxDtls><RmtInf><Ustrd>A-1</Ustrd></RmtInf></TxDtls></NtryDtls>'));
  const [head = '', tail = ''] = camt053(stmt(`${bal('OPBD', '0.00')}${bal('CLBD', `${String(entries)}.00`)}<!--here-->`)).split(
    '<!--here-->',
  );
  let largest = 0;
  const open = async function* () {
    yield await Promise.resolve(Buffer.from(head));
    for (let i = 0; i < entries; i += 100) {
      yield Buffer.concat(Array<Buffer>(100).fill(entry));
      largest = Math.max(largest, process.memoryUsage().heapUsed);
    }
    yield Buffer.from(tail);
  };
  const before = process.memoryUsage().heapUsed;
  let receipts = 0;
  for await (const reading of readBankFile('camt', open)) if (reading.kind === 'receipt') receipts += 1;
  expect(receipts).toBe(entries);
  expect(largest - before).toBeLessThan(150 * 1024 * 1024);
});
