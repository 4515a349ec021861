import { CreateSeats1763800000000 } from './1763800000000-CreateSeats.js';
import { FollowEvents1764500000000 } from './1764500000000-FollowEvents.js';
import { CreatePlansInUse1764600000000 } from './1764600000000-CreatePlansInUse.js';
import { AskAboutUsedSeats1764600050000 } from './1764600050000-AskAboutUsedSeats.js';
import { SellSeats1764600100000 } from './1764600100000-SellSeats.js';
import { ChangePlans1764600200000 } from './1764600200000-ChangePlans.js';
import { NameContacts1764600300000 } from './1764600300000-NameContacts.js';
import { KeepBillingDetails1764600400000 } from './1764600400000-KeepBillingDetails.js';
import { RenewSubscriptions1764600500000 } from './1764600500000-RenewSubscriptions.js';

export const migrations = [
  CreateSeats1763800000000,
  FollowEvents1764500000000,
  CreatePlansInUse1764600000000,
  AskAboutUsedSeats1764600050000,
  SellSeats1764600100000,
  ChangePlans1764600200000,
  NameContacts1764600300000,
  KeepBillingDetails1764600400000,
  RenewSubscriptions1764600500000,
];
