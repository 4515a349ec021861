import type { NamedKind } from '@roster/contracts';

import type { StandingUser } from '../names.js';

/** What an attacker can do with one stolen key and nothing else, in words for people. */
export interface BlastRadius {
  /** The worst case, in one sentence. */
  readonly worst: string;
  readonly can: readonly string[];
  readonly cannot: readonly string[];
}

/** The key that access signs with is not a user of the bus, but what it signs is believed there. */
export type Key = StandingUser | NamedKind | 'signing key';

const READS_ALL_RIGHTS =
  'Ask what anybody may do, and read who has which rights in every account; hear of every change.';
const NO_STREAMS = 'Set up, change or empty a stream or a durable, or move another service’s place in one.';
const NOT_ANOTHERS_INBOX = 'Hear the answers that others get.';
const NO_HEADERS = 'Act as a person: what its headers say of an actor or an account is not read.';
const NO_SIGNATURE = 'Forge what access says of changes: that is signed by a key of its own.';

/** Written by hand. Whoever gives a user another right must check that these words are still true. */
export const BLAST_RADIUS: Readonly<Record<Key, BlastRadius>> = {
  identity: {
    worst: 'Is trusted for who people are, so it can make anybody anybody, the owner of any account included.',
    can: [
      'Hear sign-ins with their passwords, and answer them: it joins those that handle identity’s calls.',
      'Tell the gateway whose session a token is: anybody may then be anybody.',
      'Publish identity’s events: make somebody a member, an administrator or the owner of any account.',
      'Call access as any member of any account, take anybody’s access away, give records to others.',
      'Take, use and release seats.',
      READS_ALL_RIGHTS,
    ],
    cannot: [
      'Read identity’s database: stored hashes, sealed secrets and the key of mailed links are not on the bus.',
      NO_SIGNATURE,
      NO_STREAMS,
    ],
  },
  access: {
    worst: 'Decides who may do what: whoever asks it believes it. What it says of changes needs a second key, below.',
    can: [
      'Answer checks with yes or no: it joins those that handle access’s calls, and hears them. Whoever has a session may then do anything in that account, and by a provider of their own be others in it.',
      'Hand out an account with any rights to whoever loads it again, and change nothing that is held already.',
      'Publish access’s events: what identity shows of roles and teams would be wrong.',
      'Ask identity whether somebody may become an owner, and billing what a plan has.',
      'Hear of members by identity’s events, with names and addresses.',
    ],
    cannot: [
      'See a password, or the token of a session or of a mailed link.',
      'Forge deltas and beats: they are signed by a key of their own, and unsigned ones are heard by nobody.',
      NOT_ANOTHERS_INBOX,
      NO_STREAMS,
    ],
  },
  billing: {
    worst: 'Lies about seats and plans, and reads who has which rights.',
    can: [
      'Refuse seats or give them free of charge, and say that a plan has what it does not have.',
      'Hear of members by identity’s events, with names and addresses, and learn whether an invitation exists.',
      READS_ALL_RIGHTS,
    ],
    cannot: [
      'Sign in as anybody, make somebody a member, or give a right.',
      NO_SIGNATURE,
      NOT_ANOTHERS_INBOX,
      NO_STREAMS,
    ],
  },
  notifications: {
    worst: 'Reveals mailed tokens: it can sign in as anybody for whom a mailed link is enough.',
    can: [
      'Ask for a reset of anybody’s password at the public door and read the link; accept invitations of others.',
      'Keep mails from being sent, by taking their orders out of the stream.',
      'Read what is mailed, with names and addresses, and codes for telephones.',
      READS_ALL_RIGHTS,
    ],
    cannot: [
      'Pass a second factor, or an account’s identity provider, where the account wants one.',
      'Publish another service’s events, or make somebody a member without a link.',
      NOT_ANOTHERS_INBOX,
      NO_SIGNATURE,
      NO_STREAMS,
    ],
  },
  gateway: {
    worst: 'May act as any person in any account: services believe it who is asking.',
    can: [
      'Do whatever a person or a key of the API can do, in the name of any of them, in any account.',
      'Hear the answers that the gateway gets: tokens of new sessions, keys of the API, secrets of second factors.',
      'Say from which address somebody comes, past limits of rate and networks.',
      'Hear of members by identity’s events, with names and addresses.',
      READS_ALL_RIGHTS,
    ],
    cannot: [
      'Do what a person may not: the services decide about each call as if that person had made it.',
      'Give a proof that it does not have: what wants a fresh one for an act looks in identity’s database.',
      'Hear requests, events (but for those that it listens to) or the answers that others get.',
      'Answer for a service, publish an event, or read a stream.',
    ],
  },
  declarer: {
    worst: 'Everything on the bus: the settings of a stream can name any subject, so its key is every key.',
    can: [
      'Read every request and event by a stream that listens to them, passwords at sign-in included.',
      'Say anything on any subject, by a stream that republishes or a durable that delivers there.',
      'Delete all streams. Nothing is lost by that: the outboxes publish again what they should hold.',
    ],
    cannot: [
      NO_SIGNATURE,
      'Read a database.',
      'Be reached: nothing else runs as it, it has no database, and it listens to no call and no event.',
    ],
  },
  service: {
    worst: 'Reads who may do what in every account; changes nothing but the end of a deletion.',
    can: [
      READS_ALL_RIGHTS,
      'See which members are being deleted, with names and addresses.',
      'Confirm, in the name of any keeper of records, that a deleted member’s records are somebody else’s.',
      'Hear the answers that other services get which share this key.',
    ],
    cannot: [NO_HEADERS, 'Publish an event, answer a call, read a stream, or make anything or give a right.'],
  },
  keeper: {
    worst:
      'Reads what a service reads, and writes where contracts are open to keepers: under its own name, within its limits.',
    can: [
      'All that a service can; limits of accounts do not hold for what it reads.',
      'Ask what contracts open to keepers, for the accounts and types of records that it is listed with.',
    ],
    cannot: [
      'Call under another name, or reach past its limits: the bus and the handling service each say no.',
      NO_HEADERS,
      NOT_ANOTHERS_INBOX,
    ],
  },
  'back-office': {
    worst:
      'Settles invoices where contracts are open to back offices: under its own name, of the accounts that it is listed with.',
    can: ['Ask what contracts open to back offices, for the accounts that it is listed with.'],
    cannot: [
      'Ask what a service may ask, hear of any change, or touch a record.',
      'Call under another name, or reach past its limits: the bus and the handling service each say no.',
      NO_HEADERS,
      NOT_ANOTHERS_INBOX,
    ],
  },
  'signing key': {
    worst: 'With a way to publish as access besides, it gives anybody any right wherever decisions are made.',
    can: [
      'Nothing by itself: it is no user of the bus.',
      'With the key of `access` or of the declarer: make every service believe any delta and any beat.',
    ],
    cannot: ['Change what is stored: Postgres is the record, and access itself decides from it.'],
  },
};
