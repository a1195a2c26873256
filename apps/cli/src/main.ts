import { systemClock } from '#runtime';
import { exitCodes } from './exit';
import { runCli } from './cli';
import { removeScratch } from './reading';

const written = (text: string): Promise<void> =>
  new Promise((resolve) => {
    if (process.stdout.write(text)) resolve();
    else process.stdout.once('drain', resolve);
  });

// Whoever reads may stop early (`tidewaiter journal | head`): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  removeScratch();
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.couldNotRun);
});

// Every write is one transaction, so stopping anywhere leaves a whole ledger; the same command again goes on.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    removeScratch();
    process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[K' : ''}tidewaiter: INTERRUPTED: stopped by ${signal}\n`);
    process.exit(exitCodes.couldNotRun);
  });

void runCli(process.argv.slice(2), {
  terminal: { stdout: written, stderr: (text) => process.stderr.write(text), live: process.stderr.isTTY },
  env: process.env,
  clock: systemClock,
}).then((code) => {
  // Everything is written and closed by now, but for connections whose server does not close its half: nobody waits for those.
  process.stdout.write('', () => process.exit(code));
});
