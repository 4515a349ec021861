import { useProduct } from '../../app/product.js';
import { useMay } from '../../app/session.js';
import { NotFound } from '../../app/states.js';
import { AnchorLink } from '../../parts/links.js';
import { Page } from '../../parts/page.js';
import { CreateForm } from './form/create-form.js';
import { PriceFirst } from './form/price-first.js';
import { InviteForm } from './invite/invite-form.js';
import { useWords } from './new-user.words.js';

/** Brings somebody in, the way of the account's product: by an invitation, or by a form. */
export function NewUserScreen() {
  const say = useWords();
  const may = useMay();
  const { provisioning } = useProduct();
  if (!may('members:invite')) return <NotFound />;
  return (
    <Page title={say('title')}>
      <AnchorLink to="/console/users">{say('all')}</AnchorLink>
      {provisioning.mode === 'invite' ? (
        <InviteForm />
      ) : (
        <PriceFirst>{(consentId) => <CreateForm consentId={consentId} />}</PriceFirst>
      )}
    </Page>
  );
}
