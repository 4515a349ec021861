/** What a request costs without us: reads the question and answers with the same decision, on Node alone or a framework. */
import 'reflect-metadata';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import fastify from 'fastify';
import { settings } from './settings.mjs';

const { kind } = await settings();
const DECISION = { decision: true, context: { reason: 'granted', version: 12 } };

/** For a batch as many answers as it has questions. */
const answerTo = ({ evaluations }) => (evaluations ? { evaluations: evaluations.map(() => DECISION) } : DECISION);

const servers = {
  async http() {
    const server = createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const answer = JSON.stringify(answerTo(JSON.parse(Buffer.concat(chunks).toString())));
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(answer);
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return server.address().port;
  },
  async fastify() {
    const server = fastify();
    server.post('/', (request, reply) => reply.send(answerTo(request.body)));
    await server.listen({ host: '127.0.0.1', port: 0 });
    return server.server.address().port;
  },
  async nest() {
    class Echo {
      answer(body) {
        return answerTo(body);
      }
    }
    Body()(Echo.prototype, 'answer', 0);
    for (const decorate of [Post(), HttpCode(200)]) {
      decorate(Echo.prototype, 'answer', Object.getOwnPropertyDescriptor(Echo.prototype, 'answer'));
    }
    Controller()(Echo);
    class App {}
    Reflect.defineMetadata('controllers', [Echo], App);
    const app = await NestFactory.create(App, new FastifyAdapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
    return app.getHttpServer().address().port;
  },
};

process.send({ port: await servers[kind]() });
