import { describeOnPostgres } from '../support/postgres/schema-of-each-test';
import { describeReadModel } from './read-model.contract';
import { onPostgres } from './read-models';

describeOnPostgres('PostgreSQL', () => {
  describeReadModel('on PostgreSQL', onPostgres);
});
