export * from './chart';
export * from './entry';
export * from './scheme-book';
export * from './post';
