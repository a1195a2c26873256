import { StoreReadError } from '#event-store';
import { ReadModelConnectionError } from '#read-model';
import { failureOf } from './failure';

it.each([
  [new ReadModelConnectionError('POSTGRES_UNREACHABLE', 'PostgreSQL at db:5432/t cannot be reached'), 'VIEWS_UNAVAILABLE', 'POSTGRES_URL'],
  [new StoreReadError('the store could not be read'), 'STORE_SILENT', 'EVENTSTORE_URL'],
])('a server that goes away amid a command is no fault of the program: %s', (error, code, field) => {
  expect(failureOf(error, {})).toEqual({ code, message: error.message, field });
});
