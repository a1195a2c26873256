import { describeCommandRunner } from './command-runner.contract';
import { describeEventStore } from './event-store.contract';
import { describeProcessRunner } from './process-runner.contract';
import { onServer } from './stores';

const url = process.env['EVENTSTORE_URL'] ?? '';

if (url === '') {
  process.stderr.write('LEFT OUT eventstoredb-server: EVENTSTORE_URL is not set; the contract did not run on a real EventStoreDB\n');
  describe('EventStoreDB, a real server: left out, since EVENTSTORE_URL is not set', () => {
    it('runs with EVENTSTORE_URL=esdb://host:2113?tls=false npm run test:contract', () => {
      expect(url).toBe('');
    });
  });
} else {
  describeEventStore('on EventStoreDB (a real server)', onServer(url));
  describeCommandRunner('on EventStoreDB (a real server)', onServer(url));
  describeProcessRunner('on EventStoreDB (a real server)', onServer(url));
}
