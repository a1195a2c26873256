export { type Column, type ColumnType, type Dataset, type Row } from './dataset';
export { datasetNamed, type DatasetName } from './datasets/datasets';
export { exportFormats, mediaTypeOf, type ExportFormat } from './formats/format';
export { manifestFileOf, type ExportManifest, type ExportQuestion } from './manifest';
export { ExportTooLargeError, writeExport, type ExportRequest } from './write-export';
export { checkExport, type CheckedExport, type ExportFinding } from './check-export';
