/** Answers every question with the same decision: on a plain subscription, or behind Nest's own transport. */
import 'reflect-metadata';
import { connect, nkeyAuthenticator } from '@nats-io/transport-node';
import { evaluateCheck, filterChecks, queueGroup } from '@roster/contracts';
import { NestFactory } from '@nestjs/core';
import { MessagePattern, Payload, Transport } from '@nestjs/microservices';
import { settings } from './settings.mjs';

const { kind, url, seed } = await settings();
const options = {
  servers: [url],
  noAsyncTraces: true,
  authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
};
const DECISION = { allowed: true, reason: 'granted', scope: ['all'], version: 12 };

async function raw() {
  const connection = await connect(options);
  const reply = JSON.stringify(DECISION);
  connection.subscribe(evaluateCheck.subject, {
    queue: queueGroup('access'),
    callback: (_, message) => {
      if (typeof message.json().memberId !== 'string') throw new Error('This is no question');
      message.respond(reply);
    },
  });
  await connection.flush();
}

async function nest() {
  class Echo {
    answer(question) {
      if (typeof question.memberId !== 'string') throw new Error('This is no question');
      return DECISION;
    }
  }
  Payload()(Echo.prototype, 'answer', 0);
  MessagePattern(filterChecks.subject)(
    Echo.prototype,
    'answer',
    Object.getOwnPropertyDescriptor(Echo.prototype, 'answer'),
  );
  class App {}
  Reflect.defineMetadata('controllers', [Echo], App);
  Reflect.defineMetadata('__controller__', true, Echo);
  const app = await NestFactory.createMicroservice(App, {
    transport: Transport.NATS,
    options: { ...options, queue: queueGroup('access') },
    logger: false,
  });
  await app.listen();
}

await (kind === 'raw' ? raw() : nest());
process.send({ ready: true });
