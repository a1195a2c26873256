import { PostgresLeases } from '#read-model';

/** A child process that takes a lease, says so, and holds it until it is killed. */
const main = async (): Promise<void> => {
  const [url = '', schema = '', name = ''] = process.argv.slice(2);
  const lease = await new PostgresLeases({ url, schema }).acquire(name);
  process.stdout.write(lease === undefined ? 'refused\n' : 'held\n');
  setInterval(() => undefined, 1000);
};

void main();
