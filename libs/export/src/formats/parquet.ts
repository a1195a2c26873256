import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { Json, textOf, type Cell } from '../cells';
import type { Column, ColumnType } from '../dataset';
import type { WriterOf } from './format';

/** Digits of a decimal column, and how many of them stand behind the point. */
const [precision, scale] = [38, 12] as const;
/** Key of what the file says of itself. */
const aboutKey = 'tidewaiter.export';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];
type Annotation = Omit<SchemaElement, 'name'>;

const types: Readonly<Record<ColumnType, Annotation>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  integer: { type: 'INT64' },
  decimal: {
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: 16,
    converted_type: 'DECIMAL',
    precision,
    scale,
    logical_type: { type: 'DECIMAL', precision, scale },
  },
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  day: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  boolean: { type: 'BOOLEAN' },
};

/** The digits of a decimal as a whole number of 10^-12; they fit, or the cell would not be one. */
const unscaled = (text: string): bigint => {
  const [whole = '0', fraction = ''] = text.split('.');
  const digits = BigInt(`${whole.replace('-', '')}${fraction.padEnd(scale, '0')}`);
  return text.startsWith('-') ? -digits : digits;
};

/** A value as the writer takes it: nothing exact ever passes a double. */
const valueOf = ({ type }: Column, cell: Cell | undefined): unknown => {
  if (cell === null || cell === undefined) return null;
  if (typeof cell !== 'string') return cell instanceof Json ? textOf(cell) : cell;
  if (type === 'decimal') return unscaled(cell);
  if (type === 'timestamp') return BigInt(Date.parse(cell));
  if (type === 'day') return Date.parse(`${cell}T00:00:00.000Z`) / 86_400_000;
  return cell;
};

/** Apache Parquet, one row group a batch, snappy. Money is DECIMAL(38, 12), never a double. */
export const parquetWriter: WriterOf = (columns) => {
  const buffer = new ByteWriter();
  const about: { key: string; value?: string }[] = [];
  const schema: SchemaElement[] = [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type }): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...types[type] })),
  ];
  const file = new ParquetWriter({ writer: buffer, schema, kvMetadata: about, createdBy: 'tidewaiter' });
  /** What was written since; the buffer counts on where the file is. */
  const taken = (): Uint8Array => {
    const bytes = Uint8Array.from(buffer.getBytes());
    buffer.index = 0;
    return bytes;
  };
  return {
    begin: taken,
    rows: (batch) => {
      void file.write({
        columnData: columns.map((column, i) => ({ name: column.name, data: batch.map((cells) => valueOf(column, cells[i])) })),
        rowGroupSize: batch.length,
      });
      return taken();
    },
    end: (value) => {
      about.push({ key: aboutKey, value });
      void file.finish();
      return taken();
    },
  };
};
