export * from './accounts.events';
export * from './accounts.streams';
