import { commandIdOfMessage } from '#event-catalogue';
import { accountDecider, accountStream } from '#accounts';
import { ApiUnderTest } from './api.support';
import { parcels } from './messages';

// A list is walked page by page while others write: its pages are those of the moment at which it was begun.
let api: ApiUnderTest;
const authorities = ['EU-FR', 'EU-DE', 'EU-IE', 'EU-NL', 'EU-BE', 'EU-PL'] as const;

/** An account at a moment that the ledger is told. */
const opened = async (holder: string, authority: string, openedOn: string): Promise<void> => {
  const outcome = await api.ledger.run({
    decider: accountDecider,
    stream: accountStream(authority, holder, 'deferment'),
    command: { type: 'OpenAccount', authority, holder, kind: 'deferment', currency: 'EUR', cycle: 'EU-SIXTEENTH', openedOn },
    context: {
      commandId: commandIdOfMessage({ book: authority, issuer: 'spec', kind: 'account', reference: holder, version: '1' }),
      actor: 'spec',
      book: authority,
      effectiveAt: `${openedOn}T00:00:00.000Z`,
    },
  });
  expect(outcome.kind).toBe('accepted');
};
const accountsOf = (body: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, string>>[] =>
  body['accounts'] as readonly Readonly<Record<string, string>>[];
/** All pages of a list; `between` is done after each of them. */
const walk = async (
  url: string,
  between: (page: number) => Promise<void> = async () => undefined,
): Promise<readonly Readonly<Record<string, string>>[]> => {
  const rows: Readonly<Record<string, string>>[] = [];
  for (let cursor = '', page = 1; ; page += 1) {
    const { status, body } = await api.get('auditor', `${url}${cursor}`);
    expect(status).toBe(200);
    rows.push(...accountsOf(body));
    const { next } = body;
    if (typeof next !== 'string') return rows;
    cursor = `&cursor=${next}`;
    await between(page);
  }
};

beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-04-20T09:00:00.000Z' });
  for (const authority of authorities) await opened('R-1', authority, '2026-03-01');
  await api.ledger.catchUp();
});
afterAll(() => api.stop());

it('shows neither what came nor what changed meanwhile', async () => {
  const before = await walk('/v1/accounts?limit=500');
  const walked = await walk('/v1/accounts?limit=2', async (page) => {
    await opened(`R-${String(page + 1)}`, 'EU-FR', '2026-03-05');
    const last = before.at(-1);
    await api.post('officer', `/v1/accounts/${String(last?.['account'])}/suspensions`, {
      reason: `unpaid-${String(page)}`,
      suspendedOn: '2026-04-01',
    });
    await api.ledger.catchUp();
  });
  expect(walked).toEqual(before);
  expect((await walk('/v1/accounts?limit=500')).length).toBe(before.length + 2);
});

it('walks a list as of a moment at that moment to its end', async () => {
  await opened('R-9', 'EU-AT', '2026-04-10');
  await api.ledger.catchUp();
  const asOf = '2026-03-31T12:00:00.000Z';
  const walked = await walk(`/v1/accounts?limit=2&asOf=${asOf}`, async (page) => {
    await opened(`R-2${String(page)}`, 'EU-AT', '2026-03-02');
    await api.ledger.catchUp();
  });
  expect(walked.map(({ holder }) => holder).sort()).toEqual([...authorities.map(() => 'R-1'), 'R-2', 'R-3']);
  // What was suspended in April was not yet.
  expect(walked.filter(({ suspended }) => suspended !== undefined)).toEqual([]);
});

it('takes a cursor for the moment it was given for alone', async () => {
  const { body } = await api.get('auditor', '/v1/accounts?limit=2&asOf=2026-04-15T00:00:00.000Z');
  for (const query of ['', '&asOf=2026-04-16T00:00:00.000Z'])
    expect((await api.get('auditor', `/v1/accounts?limit=2${query}&cursor=${String(body['next'])}`)).body).toMatchObject({
      code: 'CURSOR_INVALID',
      field: 'cursor',
    });
});

it('streams what was known, too, when something is written before it is read', async () => {
  await api.post('vendor:V-IE-1', '/v1/orders', parcels.border.order);
  await api.post('vendor:V-IE-1', '/v1/checkout-payments', parcels.border.payment);
  await api.settle();
  const url = '/v1/excluded-supplies?from=2026-01-01T00:00:00.000Z&to=2027-01-01T00:00:00.000Z';
  const [position, then] = [await api.ledger.store.head(), (await api.get('auditor', url)).text];
  await api.post('vendor:V-IE-1', '/v1/orders', { ...parcels.border.order, orderNumber: 'O-33' });
  await api.post('vendor:V-IE-1', '/v1/checkout-payments', { ...parcels.border.payment, transactionId: 'T-33', orderNumber: 'O-33' });
  await api.settle();
  const [now, known] = [(await api.get('auditor', url)).text, (await api.get('auditor', `${url}&knownAt=${position}`)).text];
  expect([then.split('\n').length, known === then, now === then]).toEqual([2, true, false]);
});
