import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client.js';
import { useProduct } from './product.js';
import { useMay } from './session.js';

/** Whether roles of one's own can be made and changed: by the product, or by the plan where that decides. */
export function useCustomRoles(): 'on' | 'off' | 'needs-plan' | 'unknown' {
  const { customRoles } = useProduct().features;
  const may = useMay();
  const plan = useQuery({
    queryKey: ['billing', 'subscription'],
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/billing/subscription', { signal })),
    enabled: customRoles === 'plan' && may('billing:view'),
  });
  if (customRoles !== 'plan') return customRoles;
  if (plan.isLoading) return 'unknown';
  // Where the plan cannot be seen, the service says what it allows.
  return !plan.data || plan.data.plan.features.includes('customRoles') ? 'on' : 'needs-plan';
}
