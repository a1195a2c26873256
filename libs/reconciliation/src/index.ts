export * from './break-catalogue';
export * from './case';
export * from './legs/leg';
