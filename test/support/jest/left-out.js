const { readdirSync } = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '../../..');
const folders = ['apps', 'libs', 'test'].map((folder) => path.join(root, folder));
const whole = /\.long-spec\.ts$/;

/** Says at the end of the fast run what it left out. */
module.exports = class LeftOut {
  onRunComplete() {
    const names = folders
      .flatMap((folder) => readdirSync(folder, { recursive: true }))
      .filter((file) => whole.test(file))
      .map((file) => path.basename(file).replace(whole, ''))
      .sort();
    process.stderr.write(
      `\nLEFT OUT, asked by npm run test:full: ${names.join(', ')}; and most repetitions of laws and stories (docs/testing.md).\n`,
    );
  }
};
