import { CreateAccess1763800000000 } from './1763800000000-CreateAccess.js';
import { CreateLedger1763900000000 } from './1763900000000-CreateLedger.js';
import { CreateRecords1763900010000 } from './1763900010000-CreateRecords.js';
import { IndexChanges1763900011000 } from './1763900011000-IndexChanges.js';
import { KeepDeletedRecords1763900012000 } from './1763900012000-KeepDeletedRecords.js';
import { CreateHandovers1764000400000 } from './1764000400000-CreateHandovers.js';
import { CreateTeams1764000500000 } from './1764000500000-CreateTeams.js';
import { SealChanges1764400000000 } from './1764400000000-SealChanges.js';
import { FollowEvents1764500000000 } from './1764500000000-FollowEvents.js';
import { ChainActs1764500100000 } from './1764500100000-ChainActs.js';
import { CreateRolePromises1764500200000 } from './1764500200000-CreateRolePromises.js';
import { LookUpEntries1764600100000 } from './1764600100000-LookUpEntries.js';
import { FindRecordsOfProjects1764600200000 } from './1764600200000-FindRecordsOfProjects.js';

export const migrations = [
  CreateAccess1763800000000,
  CreateLedger1763900000000,
  CreateRecords1763900010000,
  IndexChanges1763900011000,
  KeepDeletedRecords1763900012000,
  CreateHandovers1764000400000,
  CreateTeams1764000500000,
  SealChanges1764400000000,
  FollowEvents1764500000000,
  ChainActs1764500100000,
  CreateRolePromises1764500200000,
  LookUpEntries1764600100000,
  FindRecordsOfProjects1764600200000,
];
