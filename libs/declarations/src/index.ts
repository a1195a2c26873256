export * from './declarations.events';
export * from './declarations.streams';
