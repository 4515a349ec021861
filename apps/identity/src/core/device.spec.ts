import { describe, expect, it } from '@jest/globals';
import { deviceOf } from './device.js';

describe('a device', () => {
  const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
  it.each([
    [`${WINDOWS} Chrome/142.0.0.0 Safari/537.36`, 'Chrome 142 on Windows 10'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox 145 on Linux'],
    ['node', 'node'],
    ['my-program (by me)', 'my-program'],
    ['<b>/1', '<b>'],
    ['', ''],
    [null, ''],
  ])('%j is %j', (userAgent, device) => expect(deviceOf(userAgent)).toBe(device));
});
