// Everything at its full size, and each specification with modules and globals of its own (docs/testing.md).
process.env.LONG = '1';
const { testEnvironment: _world, reporters: _reporters, ...fast } = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...fast,
  testEnvironment: 'node',
  runtime: '<rootDir>/test/support/jest/own-modules.js',
  testRegex: '\\.(e2e-|long-)?spec\\.ts$',
};
