import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import path from 'node:path';
import { checkLedger } from '../support/long/demo';
import { longTest } from '../support/long/long-test';
import { documentOf, tidewaiter } from '../support/long/program';
import { type HttpAnswer, RunningServer } from '../support/long/server';

const clients = 64;
const route = '/v1/checkout-payments';
const payment = (n: number, change: Readonly<Record<string, unknown>> = {}) => ({
  psp: 'P-1',
  transactionId: `T-${String(n)}`,
  seller: 'V-IE-1',
  orderNumber: `O-${String(n)}`,
  acceptedAt: '2026-03-02T10:00:00.000Z',
  amount: '118.80',
  currency: 'EUR',
  ...change,
});
const keyOf = (n: number): string => `key-${String(n)}`;

/** All answers of a key, whoever got them. */
class Answers {
  readonly #byKey = new Map<number, HttpAnswer[]>();
  count = 0;

  add(n: number, answer: HttpAnswer): void {
    this.#byKey.set(n, [...(this.#byKey.get(n) ?? []), answer]);
    this.count += 1;
  }

  /** One accepted answer a key, the same for everybody. */
  check(keys: number): void {
    strictEqual(this.#byKey.size, keys);
    for (const [n, answers] of this.#byKey) {
      const told = [...new Set(answers.map(({ status, text }) => `${String(status)} ${text}`))];
      deepStrictEqual([told.length, answers[0]?.status], [1, 201], `key ${String(n)} was answered ${told.join(' and ')}`);
      ok(answers.filter(({ replayed }) => !replayed).length <= 1, `key ${String(n)} was accepted twice`);
    }
  }
}

/** Every client sends every key, each beginning elsewhere. Ends early where the server goes away. */
const sendAll = async (server: RunningServer, keys: number, answers: Answers, onAnswer: () => void = () => undefined): Promise<void> => {
  const client = async (first: number): Promise<void> => {
    for (let i = 0; i < keys; i += 1) {
      const n = (first + i) % keys;
      answers.add(n, await server.post(route, keyOf(n), payment(n)));
      onAnswer();
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, c) => client((c % 8) * 5)));
};

/** Payments in the log; what the processes make of them is not the clients' doing. */
const paymentsIn = async (directory: string): Promise<number> => {
  const { byType } = documentOf<{ readonly byType: Readonly<Record<string, number>> }>(await tidewaiter(directory, ['verify']));
  return byType['CheckoutPaymentCaptured'] ?? 0;
};

/** M-01, M-02, C-02 of docs/promises.md: many clients with the same keys, a server that dies among them, other bodies under used keys. */
longTest(async ({ small, random, directory, note }) => {
  const keys = small ? 100 : 1000;
  const data = path.join(directory, 'data');
  const open = (): Promise<RunningServer> => RunningServer.start(data, 'vendor:V-IE-1', clients);
  const answers = new Answers();

  let server = await open();
  const lethal = random.between(clients, (keys * clients) / 4);
  const killed = server;
  await sendAll(server, keys, answers, () => {
    if (answers.count === lethal) void killed.stop('SIGKILL');
  }).catch(() => undefined);
  await killed.stop('SIGKILL');
  note(`killed after ${String(answers.count)} answers`);

  server = await open();
  const started = process.hrtime.bigint();
  await sendAll(server, keys, answers);
  const milliseconds = Number.parseInt(String((process.hrtime.bigint() - started) / 1_000_000n), 10);
  answers.check(keys);
  strictEqual(await paymentsIn(data), keys);
  note(
    `${String(keys)} keys from ${String(clients)} clients: ${String(answers.count)} equal answers in all, ${String(keys)} effects, ${String(keys * clients)} requests in ${String(milliseconds)} ms`,
  );

  const changed = Math.min(keys, 100);
  for (let n = 0; n < changed; n += 1)
    for (const change of [{ amount: '9.99' }, { transactionId: `T-other-${String(n)}` }]) {
      const { status, text } = await server.post(route, keyOf(n), payment(n, change));
      deepStrictEqual([status, (JSON.parse(text) as { readonly code: string }).code], [422, 'IDEMPOTENCY_KEY_REUSED']);
    }
  strictEqual(await server.stop('SIGTERM'), 0);
  strictEqual(await paymentsIn(data), keys);
  note(`${String(2 * changed)} other bodies under used keys: 422, no event`);
  await checkLedger(data);
});
