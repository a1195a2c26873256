import { describeReadModel } from './read-model.contract';

describeReadModel('on SQLite');
