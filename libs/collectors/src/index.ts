export * from './collectors.events';
export * from './collectors.streams';
