import { useQuery } from '@tanstack/react-query';
import { useProduct } from './product.js';
import { useMay } from './session.js';
import { subscriptionQuery } from './subscription.js';

/** Whether roles of one's own can be made and changed: by the product, or by the plan where that decides. */
export function useCustomRoles(): 'on' | 'off' | 'needs-plan' | 'unknown' {
  const { customRoles } = useProduct().features;
  const may = useMay();
  const plan = useQuery({ ...subscriptionQuery, enabled: customRoles === 'plan' && may('billing:view') });
  if (customRoles !== 'plan') return customRoles;
  if (plan.isLoading) return 'unknown';
  // Where the plan cannot be seen, the service says what it allows.
  return !plan.data || plan.data.plan.features.includes('customRoles') ? 'on' : 'needs-plan';
}
