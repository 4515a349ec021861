import { useQuery } from '@tanstack/react-query';
import { memberQuery } from '../../app/members.js';
import { useProduct } from '../../app/product.js';
import { useMay, useMe } from '../../app/session.js';
import { Waiting } from '../../app/states.js';
import { Facts } from '../../parts/facts.js';
import { nameOf } from '../../parts/person.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { contactQuery } from './billing.js';
import { useWords } from './billing.words.js';

/** Who gets the bills. They are transferred from the list of users, by the owner or by whoever gets them. */
export function Contact() {
  const say = useWords();
  const { labels, billingContact } = useProduct();
  const { data, error } = useQuery(contactQuery);
  return (
    <Section
      title={labels.billingContact ?? say('contact')}
      note={say(billingContact === 'member' ? 'contactWhy' : 'contactIsOwner')}
    >
      <Problem error={error} />
      {!data && !error && <Waiting />}
      {data && <Facts facts={[[say('contactWho'), <Named key="who" memberId={data.memberId} />]]} />}
    </Section>
  );
}

/** By name for those who may see the users. */
function Named({ memberId }: { memberId: string }) {
  const say = useWords();
  const may = useMay();
  const me = useMe();
  const isMe = me.member.id === memberId;
  const { data } = useQuery({ ...memberQuery(memberId), enabled: !isMe && may('members:view') });
  if (isMe) return say('contactMe');
  return data ? nameOf(data) : say('contactOther');
}
