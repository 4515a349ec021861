import { describe, expect, it } from '@jest/globals';
import { BadRequestException, ForbiddenException, HttpException, NotFoundException } from '@nestjs/common';
import {
  internal,
  permissionDenied,
  requestInvalid,
  RosterError,
  seatLimitReached,
  serviceUnavailable,
  sessionRequired,
} from '@roster/contracts';
import { mediaTypeUnsupported } from './kinds.js';
import { problemHeaders, problemOf, statusFor, toRosterError } from './problem.js';

const codeOf = (exception: unknown) => toRosterError(exception).code;

describe('problemOf', () => {
  it('tells the kind, what happened, and the request', () => {
    const error = new RosterError(seatLimitReached, 'One seat is left', { details: { requested: 3, available: 1 } });
    expect(problemOf(error, 'r1')).toEqual({
      type: 'urn:roster:problem:seat.limit-reached',
      title: 'There are not enough seats',
      status: 409,
      detail: 'One seat is left',
      code: 'seat.limit-reached',
      requestId: 'r1',
      details: { requested: 3, available: 1 },
    });
  });

  it('lifts the errors of an input out of the details', () => {
    const errors = [{ path: 'emails[1]', message: 'must be an e-mail address' }];
    const problem = problemOf(new RosterError(requestInvalid, undefined, { details: { errors } }), 'r1');
    expect(problem.errors).toEqual(errors);
    expect(problem).not.toHaveProperty('details');
  });

  it('tells nothing of what went wrong on our side (S64)', () => {
    const cause = new Error('select password from users');
    const error = new RosterError(internal, 'at /srv/app.js', { cause, details: { sql: 'select' } });
    expect(JSON.stringify(problemOf(error, 'r1'))).not.toMatch(/select|srv/);
    expect(problemOf(new RosterError(serviceUnavailable, 'nats://10.0.0.1'), 'r1').detail).toBe(
      serviceUnavailable.title,
    );
  });
});

describe('toRosterError', () => {
  it('keeps what is ours', () => {
    expect(codeOf(new RosterError(permissionDenied))).toBe('permission.denied');
  });

  it.each([
    [new NotFoundException('Cannot GET /x'), 'route.not-found'],
    [new ForbiddenException(), 'route.not-found'],
    [new BadRequestException(), 'request.malformed'],
    [new HttpException('x', 413), 'request.too-large'],
    [new HttpException('x', 415), 'request.unsupported-media-type'],
    [new HttpException('x', 405), 'request.method-not-allowed'],
    [new HttpException('x', 418), 'request.malformed'],
    [new HttpException('x', 502), 'internal'],
    [Object.assign(new Error('too long'), { statusCode: 414 }), 'route.not-found'],
    [new TypeError('x is undefined'), 'internal'],
    ['a string', 'internal'],
    [undefined, 'internal'],
  ])('maps %p to %s', (exception, code) => {
    expect(codeOf(exception)).toBe(code);
  });

  it('never passes on the words of a framework', () => {
    expect(toRosterError(new NotFoundException('Cannot GET /secret')).message).not.toContain('/secret');
  });
});

describe('the status and headers of a failure', () => {
  it('are AuthZEN’s under its base', () => {
    expect(statusFor(new RosterError(mediaTypeUnsupported), '/v1/checks')).toBe(415);
    expect(statusFor(new RosterError(mediaTypeUnsupported), '/access/v1/evaluation')).toBe(400);
    expect(statusFor(new RosterError(requestInvalid), '/access/v1/evaluation?x=1')).toBe(400);
    expect(statusFor(new RosterError(sessionRequired), '/access/v1/evaluation')).toBe(401);
  });

  it('say how to sign in, and when to come back', () => {
    expect(problemHeaders(401, undefined)).toMatchObject({ 'www-authenticate': 'Bearer' });
    expect(problemHeaders(503, undefined)).toMatchObject({ 'retry-after': '1' });
    expect(problemHeaders(429, { retryAfter: 41.2 })).toMatchObject({ 'retry-after': '42' });
    expect(problemHeaders(429, { retryAfter: 'soon\r\n' })).toMatchObject({ 'retry-after': '1' });
    expect(problemHeaders(404, undefined)).not.toHaveProperty('retry-after');
  });
});
