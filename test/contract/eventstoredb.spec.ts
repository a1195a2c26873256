import { describeCommandRunner } from './command-runner.contract';
import { describeEventStore } from './event-store.contract';
import { describeProcessRunner } from './process-runner.contract';
import { onDouble } from './stores';

describeEventStore('on EventStoreDB (the double)', onDouble);
describeCommandRunner('on EventStoreDB (the double)', onDouble);
describeProcessRunner('on EventStoreDB (the double)', onDouble);
