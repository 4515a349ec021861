import { CreatePeople1763800000000 } from './1763800000000-CreatePeople.js';
import { CreateInvitations1763800001000 } from './1763800001000-CreateInvitations.js';
import { CreateServiceTables1763800002000 } from './1763800002000-CreateServiceTables.js';
import { ExtendPeople1764000000000 } from './1764000000000-ExtendPeople.js';
import { CreatePasswordResets1764000200000 } from './1764000200000-CreatePasswordResets.js';
import { CreateSecondFactors1764000300000 } from './1764000300000-CreateSecondFactors.js';
import { ExtendLifecycle1764000400000 } from './1764000400000-ExtendLifecycle.js';
import { ListMembers1764000500000 } from './1764000500000-ListMembers.js';
import { CreateSso1764000600000 } from './1764000600000-CreateSso.js';
import { CreateThrottles1764000700000 } from './1764000700000-CreateThrottles.js';
import { CreatePhonesAndHandovers1764000800000 } from './1764000800000-CreatePhonesAndHandovers.js';
import { CreateApiKeys1764000900000 } from './1764000900000-CreateApiKeys.js';
import { VerifyUsers1764000990000 } from './1764000990000-VerifyUsers.js';
import { NotePromisedAgents1764000991000 } from './1764000991000-NotePromisedAgents.js';
import { AnswerForWaysIn1764001000000 } from './1764001000000-AnswerForWaysIn.js';
import { BoundSessionLimits1764001010000 } from './1764001010000-BoundSessionLimits.js';
import { NameProofs1764001020000 } from './1764001020000-NameProofs.js';
import { RestOnWords1764001030000 } from './1764001030000-RestOnWords.js';
import { ResendVerifications1764001035000 } from './1764001035000-ResendVerifications.js';
import { FoldSearches1764001050000 } from './1764001050000-FoldSearches.js';
import { FollowEvents1764500000000 } from './1764500000000-FollowEvents.js';
import { ForgetSsoIdentities1764500100000 } from './1764500100000-ForgetSsoIdentities.js';
import { AnswerForInvitations1764500200000 } from './1764500200000-AnswerForInvitations.js';
import { RememberOrigins1764500300000 } from './1764500300000-RememberOrigins.js';
import { LimitMailsOfRoles1764500330000 } from './1764500330000-LimitMailsOfRoles.js';
import { NoticeStops1764500400000 } from './1764500400000-NoticeStops.js';
import { PromiseGrants1764500410000 } from './1764500410000-PromiseGrants.js';
import { CopyContacts1764600200000 } from './1764600200000-CopyContacts.js';
import { AllowTrials1764600210000 } from './1764600210000-AllowTrials.js';
import { SayWhySuspended1764600300000 } from './1764600300000-SayWhySuspended.js';

/** In the order in which they run. A migration that has landed is never edited. */
export const migrations = [
  CreatePeople1763800000000,
  CreateInvitations1763800001000,
  CreateServiceTables1763800002000,
  ExtendPeople1764000000000,
  CreatePasswordResets1764000200000,
  CreateSecondFactors1764000300000,
  ExtendLifecycle1764000400000,
  ListMembers1764000500000,
  CreateSso1764000600000,
  CreateThrottles1764000700000,
  CreatePhonesAndHandovers1764000800000,
  CreateApiKeys1764000900000,
  VerifyUsers1764000990000,
  NotePromisedAgents1764000991000,
  AnswerForWaysIn1764001000000,
  BoundSessionLimits1764001010000,
  NameProofs1764001020000,
  RestOnWords1764001030000,
  ResendVerifications1764001035000,
  FoldSearches1764001050000,
  FollowEvents1764500000000,
  ForgetSsoIdentities1764500100000,
  AnswerForInvitations1764500200000,
  RememberOrigins1764500300000,
  LimitMailsOfRoles1764500330000,
  NoticeStops1764500400000,
  PromiseGrants1764500410000,
  CopyContacts1764600200000,
  AllowTrials1764600210000,
  SayWhySuspended1764600300000,
];
