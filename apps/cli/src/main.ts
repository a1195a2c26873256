import { systemClock } from '#runtime';
import { exitCodes } from './exit';
import { runCli } from './cli';
import { removeScratch } from './reading';

const written = (text: string): Promise<void> =>
  new Promise((resolve) => {
    if (process.stdout.write(text)) resolve();
    else process.stdout.once('drain', resolve);
  });

const stopFor = (reason: string): never => {
  removeScratch();
  process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[K' : ''}tidewaiter: ${reason}\n`);
  process.exit(exitCodes.couldNotRun);
};

// Whoever reads may stop early (`tidewaiter journal | head`): that is no fault. An answer that could not be written whole is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') stopFor(`OUTPUT_UNUSABLE: stdout: ${error.message}`);
  removeScratch();
  process.exit(exitCodes.done);
});
// The exit code says what became of the command; nobody has to hear of it.
process.stderr.on('error', () => undefined);

// Every write is one transaction, so stopping anywhere leaves a whole ledger; the same command again goes on.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopFor(`INTERRUPTED: stopped by ${signal}`));

void runCli(process.argv.slice(2), {
  terminal: { stdout: written, stderr: (text) => process.stderr.write(text), live: process.stderr.isTTY },
  env: process.env,
  clock: systemClock,
}).then((code) => {
  // Everything is written and closed by now, but for connections whose server does not close its half: nobody waits for those.
  process.stdout.write('', () => process.exit(code));
});
