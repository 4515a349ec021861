/** Finds the member for a name: their member id, their user's id, or the address that they sign in with. */
export type MemberNamed = (name: string) => string | undefined;

/**
 * Lower-cases ASCII letters only. Letters of other alphabets that fold to ASCII must not match somebody else's address.
 */
export const lowerCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
