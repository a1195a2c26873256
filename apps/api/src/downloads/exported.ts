import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import { exportFormats, mediaTypeOf, type DatasetName } from '#export';

export const exportedKey = 'tidewaiter:exported';

/**
 * What of a list is exported: the dataset with its columns, and the field of the answer that holds the rows; without one a streamed answer
 * is its lines, and another one element.
 */
export interface Exported {
  readonly dataset: DatasetName;
  readonly field?: string;
  /** The answer depends on the day it is judged on; where the question names none, the export says which it was. */
  readonly judged: boolean;
}

const typesOfAnswers = ['application/json', ...exportFormats.map((format) => mediaTypeOf[format])];

/** A list that may be taken whole, as CSV, NDJSON or Parquet: by the same route with the same filters, and `Accept`. */
export const Export = (dataset: DatasetName, field?: string): MethodDecorator =>
  applyDecorators(
    SetMetadata(exportedKey, { dataset, judged: false, ...(field === undefined ? {} : { field }) } satisfies Exported),
    ApiProduces(...typesOfAnswers),
  );

/** As `Export`, of what is judged on a day. */
export const ExportJudged = (dataset: DatasetName, field?: string): MethodDecorator =>
  applyDecorators(
    SetMetadata(exportedKey, { dataset, judged: true, ...(field === undefined ? {} : { field }) } satisfies Exported),
    ApiProduces(...typesOfAnswers),
  );
