import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { DatasetName } from '#export';
import { exportKey } from '../openapi/export-key';

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

/** A list that may be taken whole, as CSV, NDJSON or Parquet: by the same route with the same filters, and `Accept`. */
export const Export = (dataset: DatasetName, field?: string): MethodDecorator =>
  applyDecorators(
    SetMetadata(exportedKey, { dataset, judged: false, ...(field === undefined ? {} : { field }) } satisfies Exported),
    ApiExtension(exportKey, dataset),
  );

/** As `Export`, of what is judged on a day. */
export const ExportJudged = (dataset: DatasetName, field?: string): MethodDecorator =>
  applyDecorators(
    SetMetadata(exportedKey, { dataset, judged: true, ...(field === undefined ? {} : { field }) } satisfies Exported),
    ApiExtension(exportKey, dataset),
  );
