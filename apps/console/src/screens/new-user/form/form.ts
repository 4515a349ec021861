import type { components } from '../../../api/schema.js';
import { useProduct, type Product } from '../../../app/product.js';
import { useWords } from '../new-user.words.js';

export const SHORTEST_PASSWORD = 15;

export const INITIAL = {
  firstName: '',
  lastName: '',
  email: '',
  emailFromName: '',
  replyTo: '',
  roleIds: [] as string[],
  managerId: null as string | null,
  agentAccess: false,
  /** Permissions that are ticked. */
  grants: [] as string[],
  withPassword: false,
  password: '',
  repeated: '',
  active: true,
};

export type Values = typeof INITIAL;

/** What the form asks for before it is sent. What only the services know, they say. */
export function useFormRules() {
  const say = useWords();
  const { roleCardinality } = useProduct();
  const needed = (text: string): string | null => (text.trim() ? null : say('required'));
  return {
    firstName: needed,
    lastName: needed,
    email: needed,
    roleIds: (roleIds: string[]) => (roleCardinality === 'single' && roleIds.length === 0 ? say('roleNeeded') : null),
    password: (password: string, { withPassword }: Values) =>
      withPassword && password.length < SHORTEST_PASSWORD ? say('tooShort') : null,
    repeated: (repeated: string, { withPassword, password }: Values) =>
      withPassword && repeated !== password ? say('differs') : null,
  };
}

export function bodyFrom(values: Values, product: Product): components['schemas']['CreateMember'] {
  const { firstName, lastName, email, emailFromName, replyTo, roleIds, managerId, agentAccess, grants } = values;
  return {
    firstName,
    lastName,
    email: email.trim(),
    ...(product.roleCardinality !== 'none' && { roleIds }),
    ...(values.withPassword && { password: values.password }),
    ...(values.withPassword && product.lifecycle.activeSwitch && { active: values.active }),
    ...(emailFromName.trim() && { emailFromName: emailFromName.trim() }),
    ...(replyTo.trim() && { replyTo: replyTo.trim() }),
    ...(managerId && { managerId }),
    ...(agentAccess && { agentAccess }),
    ...(grants.length > 0 && { grants: Object.fromEntries(grants.map((permission) => [permission, true as const])) }),
  };
}
