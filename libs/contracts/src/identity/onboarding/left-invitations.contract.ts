/** An open invitation whose link is refused, since whoever answered for it has left. */
export class LeftInvitation {
  id!: string;
  memberId!: string;
  email!: string;
  expiresAt!: string;
}

/** What somebody who has left answered for (S40). */
export class LeftInvitations {
  /**
   * The invitations that nobody can accept any more until somebody who may give their roles sends them again: the latest
   * hundred. `GET /v1/invitations?acceptable=false` has all. Null where they could not be told, or whoever asks may not see
   * members.
   */
  openInvitations!: LeftInvitation[] | null;
}
