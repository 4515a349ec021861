export const CLIENT = { id: 'roster', secret: 'a secret between the two of us' };
/** Another application at the same provider. */
export const OTHER_CLIENT = { id: 'another', secret: 'a secret between the other two' };
