import { describeCommandRunner } from './command-runner.contract';
import { describeEventStore } from './event-store.contract';
import { describeProcessRunner } from './process-runner.contract';
import { inMemory } from './stores';

describeEventStore('in memory', inMemory);
describeCommandRunner('in memory', inMemory);
describeProcessRunner('in memory', inMemory);
