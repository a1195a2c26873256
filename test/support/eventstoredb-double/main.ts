import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ledgerAcl } from './access';
import { obey, type Command, type Reply } from './control';
import { Double, type DoubleOptions } from './double';

/**
 * The double as a process of its own. Prints its url once it listens; then obeys a JSON command a line from its standard input and answers
 * each with a JSON line. It ends with its input, so that no test leaves it behind, unless told to stay.
 *
 * node -C source -r ./bin/typescript.cjs test/support/eventstoredb-double/main.ts
 *     [--port N] [--file events.db] [--system-events-every N] [--seed N] [--server-version V]
 *     [--tls-cert FILE --tls-key FILE] [--user NAME:PASSWORD]... [--ledger-acl] [--stay]
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    file: { type: 'string' },
    'system-events-every': { type: 'string' },
    seed: { type: 'string' },
    'server-version': { type: 'string' },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    user: { type: 'string', multiple: true },
    'ledger-acl': { type: 'boolean' },
    stay: { type: 'boolean' },
  },
});

const users = (accounts: readonly string[]): Record<string, string> =>
  Object.fromEntries(accounts.map((account) => [account.replace(/:.*$/s, ''), account.replace(/^[^:]*:?/, '')]));

const optionsFromArguments = (): DoubleOptions => {
  const { port, file, seed, user, 'system-events-every': every, 'server-version': version, 'tls-cert': cert, 'tls-key': key } = values;
  return {
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(file === undefined ? {} : { file }),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(user === undefined ? {} : { users: users(user) }),
    ...(every === undefined ? {} : { systemEventsEvery: Number(every) }),
    ...(version === undefined ? {} : { version }),
    ...(cert === undefined || key === undefined ? {} : { tls: { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') } }),
    ...(values['ledger-acl'] === true ? { settings: ledgerAcl } : {}),
  };
};

const say = (reply: Reply): void => {
  process.stdout.write(`${JSON.stringify(reply)}\n`);
};

const main = async (): Promise<void> => {
  const double = await Double.start(optionsFromArguments());
  process.stdout.write(`${double.url}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      const command = JSON.parse(line) as Command;
      say(await obey(double, command));
      if (command.do === 'stop') return;
    } catch (error) {
      say({ error: String(error) });
    }
  }
  if (values.stay !== true) await double.stop();
};

main().then(
  () => undefined,
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
