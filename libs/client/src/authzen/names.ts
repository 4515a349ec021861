/** The member that a name stands for: his id, his user's id, or the address that he signs in with. */
export type MemberNamed = (name: string) => string | undefined;

/** ASCII only: letters of other alphabets that fold to ASCII ones must not name somebody else's address. */
export const lowerCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
