/**
 * Runs tasks over inputs with at most `inFlight` unfinished ones, results in input order. A task that rejects ends the run after those
 * before it; what is in flight then is awaited and dropped.
 */
export async function* runInOrder<I, O>(
  inputs: Iterable<I> | AsyncIterable<I>,
  inFlight: number,
  task: (input: I) => Promise<O>,
): AsyncGenerator<O> {
  if (!Number.isSafeInteger(inFlight) || inFlight < 1) throw new RangeError(`cannot run ${String(inFlight)} tasks at a time`);
  const running: Promise<O>[] = [];
  try {
    for await (const input of inputs) {
      const result = task(input);
      // Handled here and awaited below: a rejection that waits for its turn is not an unhandled one.
      result.catch(() => undefined);
      running.push(result);
      if (running.length >= inFlight) yield await (running.shift() as Promise<O>);
    }
    while (running.length > 0) yield await (running.shift() as Promise<O>);
  } finally {
    await Promise.allSettled(running);
  }
}
