// Which test files run. `npm run test:long`: those named `.long.`, and once more, with larger numbers, those that take a
// number from `test/harness/scale.ts`, themselves or by `compete`. `npm test`: all that are not named `.long.`.
// CommonJS, because Jest loads it with `require`.
const { readFileSync } = require('node:fs');

const SCALED = /harness\/(scale|once-of-many)\.js/;

const isLong = (path) => path.includes('.long.');
const isScaled = (path) => SCALED.test(readFileSync(path, 'utf8'));

module.exports = async (paths) => ({
  filtered: paths.filter((path) => (process.env.TEST_LONG === '1' ? isLong(path) || isScaled(path) : !isLong(path))),
});
