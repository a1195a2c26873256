import { describeCommandRunner } from './command-runner.contract';
import { describeEventStore } from './event-store.contract';
import { onSqlite } from './stores';

describeEventStore('on SQLite', onSqlite);
describeCommandRunner('on SQLite', onSqlite);
