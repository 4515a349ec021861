import { Readable } from 'node:stream';
import { Controller, Get, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { LiveEvent, Nothing, permissionDenied, rateLimited, RosterError, sessionRequired } from '@roster/contracts';
import { validate } from '@roster/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Exposes, type ExposedContract } from '../../http/exposure/exposure.js';
import { Input } from '../../http/exposure/input.js';
import { clientAddress } from '../../http/server/client-address.js';
import { LiveEvents } from './live-events.js';

/** Answered by the gateway itself. Programs with a key of the API listen on the bus instead. */
const HEAR: ExposedContract<Nothing, LiveEvent> = {
  subject: 'gateway.event.hear',
  description:
    'Opens a stream that says, as it happens, which things of the account have changed, so that a page reads them again. Each reader hears only of what they may see.',
  permission: { open: 'person' },
  input: Nothing,
  output: LiveEvent,
  errors: [rateLimited],
};

/** No proxy may keep it back, pack it, or store it. */
const HEADERS = { 'x-accel-buffering': 'no', 'cache-control': 'no-store, no-transform' };

@ApiTags('Events')
@Controller('v1')
export class EventsController {
  constructor(private readonly events: LiveEvents) {}

  /** The stream is opened before anything is read, so that nothing is missed in between. */
  @Exposes(HEAR, 'Hear what changes in the account, as server-sent events', {
    mediaType: 'text/event-stream',
    answer: LiveEvent,
    operationId: 'eventHear',
    isBackground: true,
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Continues after this event; one `resync` where that is not possible.',
    schema: { type: 'string', maxLength: 100 },
  })
  @Get('events')
  async hear(
    @Input() input: Nothing,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { authenticated, headers } = request;
    if (!authenticated) throw new RosterError(sessionRequired);
    if (authenticated.session.kind !== 'session') {
      throw new RosterError(permissionDenied, 'An API key cannot do this', { details: { reason: 'not_a_person' } });
    }
    await validate(Nothing, input, 'refused');
    reply.headers(HEADERS);
    const lastEventId = headers['last-event-id'];
    const body =
      request.method === 'HEAD'
        ? Readable.from([])
        : this.events.open({
            session: authenticated.session,
            tokenHash: authenticated.tokenHash,
            address: clientAddress(request),
            lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
            cut: () => reply.raw.destroy(),
          }).body;
    return new StreamableFile(body, { type: 'text/event-stream' });
  }
}
