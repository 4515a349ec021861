import { Body, Controller, Delete, Get, HttpCode, NotFoundException, Param, Patch, Post, Query } from '@nestjs/common';
import { Asking, RequirePermission, Roster, type About, type Asker } from '@roster/client';
import type { FastifyRequest } from 'fastify';
import { ContactChange, NewContact } from './contact.input.js';
import { ContactsStore, type Contact } from './contacts.store.js';

const reference = ({ id, ownerId }: Pick<Contact, 'ownerId'> & { id?: string }) => ({
  type: 'contacts',
  ...(id !== undefined && { id }),
  ownerId,
});

/** The contact in the path, as it is stored in the asker's account. */
const stored: About = {
  async record({ params }: FastifyRequest<{ Params: { id: string } }>, { asker, get }) {
    const contact = await get(ContactsStore).find(asker.accountId, params.id);
    return contact && reference(contact);
  },
};

/** The contact that is to be: of the owner that is named, the asker's own otherwise. */
const wanted: About = {
  record: ({ body }: FastifyRequest<{ Body?: Partial<NewContact> }>, { asker }) =>
    reference({ ownerId: body?.ownerId === undefined ? asker.memberId : body.ownerId }),
};

@Controller('contacts')
export class ContactsController {
  constructor(
    private readonly contacts: ContactsStore,
    private readonly roster: Roster,
  ) {}

  @RequirePermission('contacts:view', { list: true })
  @Get()
  list(@Asking() asker: Asker, @Query('after') after?: string) {
    return this.contacts.list(asker, after);
  }

  @RequirePermission('contacts:create', wanted)
  @Post()
  create(@Asking() { accountId, memberId }: Asker, @Body() { name, ownerId = memberId }: NewContact) {
    return this.contacts.add(accountId, name, ownerId);
  }

  @RequirePermission('contacts:view', stored)
  @Get(':id')
  get(@Asking() { accountId }: Asker, @Param('id') id: string) {
    return this.contacts.find(accountId, id);
  }

  @RequirePermission('contacts:edit', stored)
  @Patch(':id')
  async edit(@Asking() asker: Asker, @Param('id') id: string, @Body() change: ContactChange) {
    const present = await this.contacts.find(asker.accountId, id);
    if (!present) throw new NotFoundException();
    const next = { ...present, ...change };
    // Another owner is an edit of the record before and after: the guard has seen the one, this is the other.
    if (next.ownerId !== present.ownerId) {
      await this.roster.authorize({ ...asker, permission: 'contacts:edit', record: reference(next) });
    }
    await this.contacts.change(asker.accountId, next);
    return next;
  }

  @RequirePermission('contacts:delete', stored)
  @Delete(':id')
  @HttpCode(204)
  remove(@Asking() { accountId }: Asker, @Param('id') id: string) {
    return this.contacts.remove(accountId, id);
  }
}
