import { Module } from '@nestjs/common';
import { DeletionStore } from './deletions/deletion.store.js';
import { DeletionsHandlers } from './deletions/deletions.handlers.js';
import { DeletionsService } from './deletions/deletions.service.js';
import { ExpirySweep } from './expiry/expiry.sweep.js';
import { HandoversHandlers } from './handovers/handovers.handlers.js';
import { HandoversService } from './handovers/handovers.service.js';
import { OwnershipHandlers } from './ownership/ownership.handlers.js';
import { OwnershipService } from './ownership/ownership.service.js';
import { ReactivationsHandlers } from './reactivations/reactivations.handlers.js';
import { ReactivationStore } from './reactivations/reactivation.store.js';
import { LostAgentAccess } from './reactivations/lost-agent-access.js';
import { ReactivationsService } from './reactivations/reactivations.service.js';
import { LeftInvitationsService } from './revocations/left-invitations.service.js';
import { RevocationStore } from './revocations/revocation.store.js';
import { RevocationsHandlers } from './revocations/revocations.handlers.js';
import { RevocationsResumer } from './revocations/revocations.resumer.js';
import { RevocationsService } from './revocations/revocations.service.js';
import { OnboardingModule } from '../onboarding/onboarding.module.js';

/** How people leave and come back: revocation, deletion, handover, ownership, reactivation. */
@Module({
  imports: [OnboardingModule],
  controllers: [RevocationsHandlers, ReactivationsHandlers, DeletionsHandlers, OwnershipHandlers, HandoversHandlers],
  providers: [
    HandoversService,
    DeletionStore,
    DeletionsService,
    RevocationStore,
    RevocationsService,
    LeftInvitationsService,
    RevocationsResumer,
    ReactivationStore,
    LostAgentAccess,
    ReactivationsService,
    OwnershipService,
    ExpirySweep,
  ],
})
export class OffboardingModule {}
