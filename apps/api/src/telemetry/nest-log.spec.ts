import { Logger } from '@nestjs/common';
import { KeptLog } from '../../../../test/support/telemetry/kept-log';
import { NestLog } from './nest-log';

it('tells what Nest says under the level it has for us, with who said it', () => {
  const kept = new KeptLog();
  Logger.overrideLogger(new NestLog(kept.log));
  const nest = new Logger('Router');
  nest.log('Mapped {/v1}');
  nest.warn('old');
  nest.verbose('much');
  nest.error('broken', 'Error: at line 1\nat line 2');
  nest.error(new TypeError('no words'));
  nest.fatal('gone');
  Logger.overrideLogger(false);
  expect(kept.records.map(({ level, msg, context }) => [level, msg, context])).toEqual([
    ['debug', 'Mapped {/v1}', 'Router'],
    ['warn', 'old', 'Router'],
    ['trace', 'much', 'Router'],
    ['error', 'broken', 'Router'],
    ['error', 'Nest says', 'Router'],
    ['fatal', 'gone', 'Router'],
  ]);
  expect(kept.records[3]).toMatchObject({ rest: ['Error: at line 1\nat line 2'] });
  expect(kept.records[4]).toMatchObject({ error: { type: 'TypeError', message: 'no words' } });
});
