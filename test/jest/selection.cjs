// Which test files run. `npm run test:long`: those named `.long.`, and once more, with larger numbers, those that take a
// number from `test/harness/scale.ts`. `npm test`: all that are not named `.long.`.
// CommonJS, because Jest loads it with `require`.
const { readFileSync } = require('node:fs');

const isLong = (path) => path.includes('.long.');
const isScaled = (path) => readFileSync(path, 'utf8').includes('harness/scale.js');

module.exports = async (paths) => ({
  filtered: paths.filter((path) => (process.env.TEST_LONG === '1' ? isLong(path) || isScaled(path) : !isLong(path))),
});
