const { readdirSync } = require('node:fs');
const path = require('node:path');

const tests = path.resolve(__dirname, '../..');
const whole = /\.long-spec\.ts$/;

/** Says at the end of the fast run what it left out. */
module.exports = class LeftOut {
  onRunComplete() {
    const names = readdirSync(tests, { recursive: true }).filter((file) => whole.test(file)).map((file) => path.basename(file).replace(whole, '')).sort();
    process.stderr.write(`\nLEFT OUT, asked by npm run test:full: ${names.join(', ')}; and most repetitions of laws and stories (docs/testing.md).\n`);
  }
};
