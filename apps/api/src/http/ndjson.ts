import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';
import { Streamed } from './streamed';

/** Newline-delimited JSON. */
export type Ndjson<Line> = Streamed<'application/x-ndjson', Line>;

/** Values as newline-delimited JSON, written as they are read: memory does not grow with their number. */
export const ndjson = <T, Line>(values: AsyncIterable<T>, answerOf: (value: T) => Line): Ndjson<Line> => {
  // The answer is sent when the request has been left: what is read then is still of its moment.
  const atTheMoment = AsyncLocalStorage.snapshot();
  const lines = async function* (): AsyncGenerator<string> {
    const reading = values[Symbol.asyncIterator]();
    for (;;) {
      const read = await atTheMoment(() => reading.next());
      if (read.done === true) return;
      yield `${JSON.stringify(answerOf(read.value))}\n`;
    }
  };
  return new Streamed(Readable.from(lines()), { type: 'application/x-ndjson' });
};
