import { expect, it } from '@jest/globals';

import { keyVariables } from './keys.js';

it('names a variable for the key of each user that a server can read', () => {
  const variables = keyVariables([{ name: 'crm' }, { name: 'bill-desk-2' }]);
  expect(variables).toMatchObject({
    identity: '$IDENTITY_NKEY',
    service: '$SERVICE_NKEY',
    crm: '$CRM_NKEY',
    'bill-desk-2': '$BILL_DESK_2_NKEY',
  });
  expect(Object.values(variables).every((variable) => /^\$[A-Z][A-Z0-9_]*$/.test(variable))).toBe(true);
});
