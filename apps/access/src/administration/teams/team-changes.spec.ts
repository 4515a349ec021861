import { describe, expect, it } from '@jest/globals';
import { MOST_TEAMS, MOST_TEAMS_OF_MEMBER, type Change } from '@roster/contracts';
import { accountOf, presetWith, type Described } from '../../../../../test/access/account-of.js';
import { nextAccount } from '../changes/kinds.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';

const refusal = (code: string) => expect.objectContaining({ code });

function apply(described: Described, change: Change): AccountSnapshot {
  const account = accountOf(described);
  return account.next(nextAccount({ account, now: 0, createdId: 'created', actorId: 'owner' }, change));
}

const place = (teamId: string, expiresAt: number | null = null) => ({ teamId, expiresAt });
const on = (...teamIds: string[]) => ({ teams: teamIds.map((teamId) => place(teamId)) });
const described: Described = {
  teams: { red: 'Red', blue: 'Blue' },
  members: { ada: on('red'), bob: on('blue', 'red'), cleo: { teams: [place('red', 5)] }, dan: [] },
};

const placesOf = ({ stored }: AccountSnapshot, id: string) => stored.members.find((member) => member.id === id)?.teams;
const teammates = ({ stored }: AccountSnapshot, teamId: string) =>
  stored.members.filter(({ teams }) => teams.some((team) => team.teamId === teamId)).map(({ id }) => id);

describe('A team', () => {
  it('is made with a name and those who are on it', () => {
    const after = apply(described, { kind: 'team.create', name: 'Green', memberIds: ['ada', 'dan'] });
    expect(after.stored.teams.at(-1)).toEqual({ id: 'created', name: 'Green' });
    expect(teammates(after, 'created')).toEqual(['ada', 'dan']);
    expect(teammates(apply(described, { kind: 'team.create', name: 'Green' }), 'created')).toEqual([]);
  });

  it('has a unique name, whatever the case', () => {
    const create = (name: string) => () => apply(described, { kind: 'team.create', name });
    expect(create('RED')).toThrow(expect.objectContaining({ code: 'team.name-taken', details: { team: 'red' } }));
    const rename = (name: string) => apply(described, { kind: 'team.rename', teamId: 'red', name });
    expect(rename('RED').stored.teams[0]).toEqual({ id: 'red', name: 'RED' });
    expect(() => rename('blue')).toThrow(refusal('team.name-taken'));
  });

  it('loses the members who are not named, and gains those who are; the others keep the end of their place', () => {
    const after = apply(described, { kind: 'team.set-members', teamId: 'red', memberIds: ['cleo', 'dan'] });
    expect(teammates(after, 'red')).toEqual(['cleo', 'dan']);
    expect(placesOf(after, 'cleo')).toEqual([place('red', 5)]);
    expect(placesOf(after, 'bob')).toEqual([place('blue')]);
  });

  it('does not change other members', () => {
    const account = accountOf(described);
    const setting = { account, now: 0, createdId: 'created', actorId: 'owner' };
    const change: Change = { kind: 'team.set-members', teamId: 'red', memberIds: ['ada', 'bob', 'cleo'] };
    expect(nextAccount(setting, change).members).toBe(account.stored.members);
    const next = nextAccount(setting, { ...change, memberIds: ['bob', 'cleo'] } as Change);
    expect(next.members.filter((member, at) => member !== account.stored.members[at]).map(({ id }) => id)).toEqual([
      'ada',
    ]);
  });

  it('is removed from all members when it is deleted', () => {
    const after = apply(described, { kind: 'team.delete', teamId: 'red' });
    expect(after.stored.teams.map(({ id }) => id)).toEqual(['blue']);
    expect(teammates(after, 'red')).toEqual([]);
    expect(placesOf(after, 'bob')).toEqual([place('blue')]);
  });

  it('is not found where it does not exist, nor a member who does not exist', () => {
    const change = { teamId: 'gone', memberIds: [], name: 'X', memberId: 'ada', teamIds: ['gone'] };
    for (const kind of ['team.rename', 'team.delete', 'team.set-members', 'member.set-teams'] as const) {
      expect(() => apply(described, { ...change, kind })).toThrow(refusal('team.not-found'));
    }
    const nobody = { ...change, teamId: 'red', memberId: 'gone', memberIds: ['gone'], teamIds: [] };
    for (const kind of ['team.create', 'team.set-members', 'member.set-teams'] as const) {
      expect(() => apply(described, { ...nobody, kind })).toThrow(refusal('member.not-found'));
    }
  });

  it('does not exist in a product without teams', () => {
    const { features } = presetWith();
    const without = { ...described, preset: presetWith({ features: { ...features, teams: false } }) };
    expect(() => apply(without, { kind: 'team.create', name: 'Green' })).toThrow(refusal('team.not-allowed'));
    expect(() => apply(without, { kind: 'member.set-teams', memberId: 'ada', teamIds: [] })).toThrow(
      refusal('team.not-allowed'),
    );
  });
});

describe('The teams of a member', () => {
  const set = (memberId: string, teamIds: string[]) =>
    apply(described, { kind: 'member.set-teams', memberId, teamIds });

  it('are those named, and a place that they already have stays as it is', () => {
    expect(placesOf(set('cleo', ['blue', 'red']), 'cleo')).toEqual([place('blue'), place('red', 5)]);
    expect(placesOf(set('bob', []), 'bob')).toEqual([]);
    expect(placesOf(set('bob', ['red']), 'ada')).toEqual([place('red')]);
  });

  it('and the teams of an account are limited in number', () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`t${at}`, `T ${at}`]));
    const full = on(...Object.keys(many(MOST_TEAMS_OF_MEMBER)));
    const crowded = { teams: many(MOST_TEAMS), members: { ada: full } };
    expect(() => apply(crowded, { kind: 'team.create', name: 'One more' })).toThrow(refusal('team.limit-reached'));
    const change: Change = { kind: 'team.set-members', teamId: `t${MOST_TEAMS_OF_MEMBER}`, memberIds: ['ada'] };
    expect(() => apply(crowded, change)).toThrow(refusal('team.limit-reached'));
  });
});
