export type * from './assessment';
export type * from './declaration';
export type * from './expression';
export type * from './measure';
export type * from './scheme';
