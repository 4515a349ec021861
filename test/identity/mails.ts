import { mailRequested, type MailRequested, type MailTemplateName } from '@roster/contracts';
import { eventually } from '../harness/eventually.js';
import type { IdentityWorld } from './world.js';

/** What identity has asked to be mailed to an address, the latest first. */
export async function mailsTo(
  world: IdentityWorld,
  recipient: string,
  template?: MailTemplateName,
): Promise<MailRequested[]> {
  const events = await world.events(mailRequested);
  const mails = events.map(({ data }) => data).filter((mail) => mail.recipient === recipient);
  return mails.filter((mail) => template === undefined || mail.template === template).toReversed();
}

/** The token of the latest such mail, once there are as many as `count`. */
export async function mailedToken(
  world: IdentityWorld,
  recipient: string,
  template: MailTemplateName,
  count = 1,
): Promise<string> {
  const { link } = await eventually(`a mail ${template} to ${recipient}`, async () => {
    const mails = await mailsTo(world, recipient, template);
    return mails.length >= count ? mails[0] : undefined;
  });
  if (!link) throw new Error(`The mail ${template} has no link`);
  return world.token(link.purpose, link.id, link.generation);
}
