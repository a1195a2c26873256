import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

/** Values as newline-delimited JSON, written as they are read: memory does not grow with their number. */
export const ndjson = <T>(values: AsyncIterable<T>, answerOf: (value: T) => unknown): StreamableFile => {
  const lines = async function* (): AsyncGenerator<string> {
    for await (const value of values) yield `${JSON.stringify(answerOf(value))}\n`;
  };
  return new StreamableFile(Readable.from(lines()), { type: 'application/x-ndjson' });
};
