import { describeCommandRunner } from './command-runner.contract';
import { describeEventStore } from './event-store.contract';
import { describeProcessRunner } from './process-runner.contract';
import { onSqlite } from './stores';

describeEventStore('on SQLite', onSqlite);
describeCommandRunner('on SQLite', onSqlite);
describeProcessRunner('on SQLite', onSqlite);
