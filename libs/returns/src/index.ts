export * from './returns.events';
