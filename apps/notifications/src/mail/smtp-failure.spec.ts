import { describe, expect, it } from '@jest/globals';
import { smtpFailure } from './smtp-failure.js';

const error = (fields: object, message = 'It failed') => Object.assign(new Error(message), fields);

describe('the answer of a mail server', () => {
  it.each(['MAIL FROM', 'RCPT TO', 'DATA'])('is final if it refuses the mail permanently, at %s', (command) => {
    expect(smtpFailure(error({ responseCode: 550, command }), []).permanent).toBe(true);
    expect(smtpFailure(error({ responseCode: 451, command }), []).permanent).toBe(false);
  });

  it.each(['CONN', 'EHLO', 'AUTH PLAIN'])('is about the server and not the mail at %s', (command) => {
    expect(smtpFailure(error({ responseCode: 554, command }), []).permanent).toBe(false);
  });

  it.each(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'EABORT'])(
    'is not final if the server does not answer (%s)',
    (code) => {
      expect(smtpFailure(error({ code, command: 'CONN' }), []).permanent).toBe(false);
    },
  );
});

describe('the stored reason', () => {
  it("is the server's answer, else the error", () => {
    expect(smtpFailure(error({ response: '550 5.1.1 No such user' }), []).reason).toBe('550 5.1.1 No such user');
    expect(smtpFailure(error({}, 'connect ECONNREFUSED 127.0.0.1:25'), []).reason).toBe(
      'connect ECONNREFUSED 127.0.0.1:25',
    );
    const aborted = new Error('Message sending aborted', {
      cause: new Error('The operation was aborted due to timeout'),
    });
    expect(smtpFailure(aborted, []).reason).toBe('The operation was aborted due to timeout');
  });

  it('has one line that is not too long', () => {
    expect(smtpFailure(error({ response: '550-one\r\n550 two' }), []).reason).toBe('550-one 550 two');
    expect(smtpFailure(error({ response: 'x'.repeat(5_000) }), []).reason).toHaveLength(300);
  });

  it('has no secret, even if the server quotes the mail', () => {
    const response = '554 Spam: https://roster.example/accept-invitation#token=s3cret and s3cret';
    const { reason } = smtpFailure(error({ response }), ['s3cret']);
    expect(reason).not.toContain('s3cret');
    const half = smtpFailure(error({ response: '554 Spam: #token=s3c' }), ['s3cret']);
    expect(half.reason).toBe('554 Spam: #token=[secret]');
  });
});
