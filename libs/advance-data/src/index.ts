export * from './advance-data.streams';
export * from './consignment.events';
export * from './import-run.events';
export * from './liability.shapes';
export * from './order.events';
export * from './payment.events';
