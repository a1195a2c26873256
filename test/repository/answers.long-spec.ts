import path from 'node:path';
import { answersOfRoutes } from '../support/answers/answers-of-routes';
import { expectGolden } from '../support/golden';

describe('what routes answer with success, by the types that their controllers return', () => {
  const { book, faults } = answersOfRoutes();

  it('is said whole: no type leaves open what is answered', () => {
    expect(faults).toEqual([]);
  });

  it('equals answers.json, of which the API description is made', () => {
    expectGolden(path.resolve(__dirname, '../../apps/api/src/openapi/answers.json'), `${JSON.stringify(book, undefined, 1)}\n`);
  });
});
