import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { RosterError, type Class } from '@roster/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsArray,
  IsEmail,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { validate } from './validate.js';

class Owner {
  @IsEmail()
  email!: string;
}

class Invite {
  @IsArray()
  @ArrayMinSize(1)
  @IsEmail({}, { each: true })
  emails!: string[];

  @IsOptional()
  @ValidateNested()
  @Type(() => Owner)
  owner?: Owner;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Owner)
  owners?: Owner[];

  @IsOptional()
  @IsObject()
  settings?: Record<string, unknown>;

  @IsOptional()
  @IsInt()
  seats = 3;
}

class Nothing {}

class Picture {
  @ValidateIf(({ owner }: Partial<Picture>) => owner !== null)
  @IsEmail()
  owner!: string | null;
}

class Loose {
  @IsString({ each: true })
  names!: string[];
}

function refusalOf<T extends object>(cls: Class<T>, plain: unknown): RosterError {
  try {
    validate(cls, plain);
  } catch (error) {
    if (error instanceof RosterError) return error;
    throw error;
  }
  throw new Error('The input was accepted');
}

const pathsOf = (plain: unknown) => refusalOf(Invite, plain).details?.errors?.map(({ path }) => path);

function nested(levels: number): string {
  return `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
}

describe('validate', () => {
  it('returns an instance of the class, with its defaults', () => {
    const invite = validate(Invite, { emails: ['ada@example.com'], owner: { email: 'bob@example.com' } });
    expect(invite).toBeInstanceOf(Invite);
    expect(invite.owner).toBeInstanceOf(Owner);
    expect(invite.seats).toBe(3);
  });

  it('names the item of a list that breaks a rule', () => {
    const error = refusalOf(Invite, { emails: ['ada@example.com', 'nobody', 'x'] });
    expect(error.code).toBe('request.invalid');
    expect(error.details?.errors).toEqual([
      { path: 'emails[1]', message: 'emails must be an email' },
      { path: 'emails[2]', message: 'emails must be an email' },
    ]);
  });

  it('names the list where the list itself breaks the rule', () => {
    expect(pathsOf({ emails: [] })).toEqual(['emails']);
  });

  it('names places inside nested objects and lists of them', () => {
    const emails = ['ada@example.com'];
    expect(pathsOf({ emails, owner: { email: 'x' } })).toEqual(['owner.email']);
    expect(pathsOf({ emails, owners: [{ email: 'bob@example.com' }, { email: 'x' }] })).toEqual(['owners[1].email']);
    expect(pathsOf({ emails, owners: ['x'] })).toEqual(['owners[0]']);
  });

  it('refuses null for what may be left out, unless the DTO allows it', () => {
    const emails = ['ada@example.com'];
    expect(pathsOf({ emails, owner: null, seats: null })).toEqual(['owner', 'seats']);
    expect(validate(Picture, { owner: null }).owner).toBeNull();
  });

  it('refuses unknown keys, at the top and below', () => {
    expect(pathsOf({ emails: ['ada@example.com'], isOwner: true })).toEqual(['isOwner']);
    expect(pathsOf({ emails: ['ada@example.com'], owner: { email: 'b@example.com', role: 'x' } })).toEqual([
      'owner.role',
    ]);
    expect(refusalOf(Nothing, { any: 1 }).code).toBe('request.invalid');
    expect(validate(Nothing, {})).toBeInstanceOf(Nothing);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'refuses the key %s and pollutes nothing',
    (key) => {
      const plain: unknown = JSON.parse(
        `{"emails":["ada@example.com"],"settings":{"deep":{"${key}":{"polluted":true}}}}`,
      );
      expect(pathsOf(plain)).toEqual([`settings.deep.${key}`]);
      expect(pathsOf(JSON.parse(`{"emails":["ada@example.com"],"${key}":{"polluted":true}}`))).toEqual([key]);
      expect('polluted' in {}).toBe(false);
    },
  );

  it('drops unknown keys at every depth where they are to be ignored', () => {
    const plain = { emails: ['ada@example.com'], foo: 1, owner: { email: 'bob@example.com', bar: { deep: true } } };
    expect(pathsOf(plain)).toEqual(['foo', 'owner.bar']);
    expect({ ...validate(Invite, plain, 'ignored') }).toMatchObject({ owner: { email: 'bob@example.com' } });
    expect(JSON.stringify(validate(Invite, plain, 'ignored'))).not.toMatch(/foo|bar/);
    expect(() => validate(Invite, { ...plain, emails: 'x' }, 'ignored')).toThrow();
  });

  it('refuses NUL, which no text column can hold', () => {
    expect(pathsOf({ emails: ['ada@example.com'], settings: { name: 'a\0b' } })).toEqual(['settings.name']);
    expect(pathsOf({ emails: ['ada@example.com'], settings: { 'a\0b': 1 } })).toEqual(['settings.a\0b']);
  });

  it('refuses half of a character, which no text column can hold either', () => {
    const halves = { high: '\ud83d', low: 'a\ude00b', whole: '\ud83d\ude00' };
    expect(pathsOf({ emails: ['ada@example.com'], settings: halves })).toEqual(['settings.high', 'settings.low']);
    expect(pathsOf({ emails: ['ada@example.com'], settings: { '\ud83d': 1 } })).toEqual(['settings.\ud83d']);
  });

  it.each([33, 10_000, 200_000])('refuses %i levels without running out of stack', (levels) => {
    const plain: unknown = JSON.parse(`{"emails":["ada@example.com"],"settings":${nested(levels)}}`);
    expect(refusalOf(Invite, plain).code).toBe('request.malformed');
  });

  it('accepts 30 levels where the DTO allows them', () => {
    const plain: unknown = JSON.parse(`{"emails":["ada@example.com"],"settings":${nested(30)}}`);
    expect(validate(Invite, plain).settings).toBeDefined();
  });

  it.each([[null], [undefined], ['text'], [7], [[]]])('refuses %j, which is not an object', (plain) => {
    expect(refusalOf(Invite, plain).code).toBe('request.malformed');
  });

  it('refuses a single value where a list is declared, and a list where an object is', () => {
    expect(refusalOf(Loose, { names: 'ada' }).details?.errors).toEqual([{ path: 'names', message: 'must be a list' }]);
    expect(pathsOf({ emails: ['ada@example.com'], owner: [{ email: 'bob@example.com' }] })).toEqual(['owner']);
  });

  it('refuses a list where an item should be an object, however deep', () => {
    const emails = ['ada@example.com'];
    for (const owners of [[[]], [[[]]], [[{ email: 'bob@example.com' }]]]) {
      expect(pathsOf({ emails, owners })).toEqual(['owners[0]']);
    }
    expect(pathsOf({ emails, owners: [{ email: 'bob@example.com' }, []] })).toEqual(['owners[1]']);
  });

  it('reports at most a hundred errors', () => {
    expect(pathsOf({ emails: Array.from({ length: 1_000 }, () => 'x') })).toHaveLength(100);
  });
});
