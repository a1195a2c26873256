export * from './shape';
export { canonicalJson } from './canonical-json';
export { sha256Bytes, sha256Hex } from './hash';
export * from './ids';
export * from './event-type';
export * from './envelope';
export * from './catalogue';
export { MalformedJsonError, parseStrictJson, type MalformedJsonCode, type StrictJsonLimits } from './strict-json';
export { legalDayOf, startOfLegalDay } from './legal-day';
