import { describe, expect, it } from '@jest/globals';
import { problemWith, isPublicAddress, readHosts } from './destination.js';

const nobody = readHosts('');

describe('an address (S65)', () => {
  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '2001:db8::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
    '::127.0.0.1',
    'localhost',
    '',
  ])('%s is not a public one', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('%s is', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
});

describe('a URL (S65)', () => {
  it.each([
    'http://idp.example.com/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://0.0.0.0/',
    'https://me:secret@idp.example.com/',
    'file:///etc/passwd',
    'gopher://idp.example.com/',
    'ftp://idp.example.com/',
  ])('%s is refused', (url) => expect(problemWith(new URL(url), nobody)).toBeDefined());

  it.each(['https://idp.example.com/tenant', 'https://8.8.8.8/', 'https://idp.example.com:8443/'])(
    '%s may be asked',
    (url) => expect(problemWith(new URL(url), nobody)).toBeUndefined(),
  );

  it('may be private if the configuration names its host, and its host only', () => {
    const named = readHosts('localhost, 127.0.0.1,[::1]');
    for (const url of ['http://localhost:4000/', 'http://127.0.0.1/', 'https://[::1]:1/'])
      expect(problemWith(new URL(url), named)).toBeUndefined();
    for (const url of ['http://127.0.0.2/', 'https://10.0.0.1/', 'http://localhost.example.com/', 'file://localhost/'])
      expect(problemWith(new URL(url), named)).toBeDefined();
  });
});
