import { describeCommandRunner } from './command-runner.contract';
import { describeEventStore } from './event-store.contract';
import { inMemory } from './stores';

describeEventStore('in memory', inMemory);
describeCommandRunner('in memory', inMemory);
