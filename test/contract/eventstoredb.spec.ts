import { describeCommandRunner } from './command-runner.contract';
import { describeEventStore } from './event-store.contract';
import { describeProcessRunner } from './process-runner.contract';
import { onDouble } from './stores';

/** Every call goes over a connection to a server in this process, and a machine may be busy. */
jest.setTimeout(120_000);

describeEventStore('on EventStoreDB (the double)', onDouble);
describeCommandRunner('on EventStoreDB (the double)', onDouble);
describeProcessRunner('on EventStoreDB (the double)', onDouble);
