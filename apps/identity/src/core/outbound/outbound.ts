import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Agent, fetch } from 'undici';
import { OutboundConfig } from './outbound.config.js';
import { problemWith, isNamed, isPublicAddress, readHosts } from './destination.js';

/** The most bytes that we read of an answer. Metadata, keys and tokens are far smaller. */
const LONGEST_ANSWER = 512 * 1_024;
const TIMEOUT = 3_000;

/** The destination is not one that requests may go to. */
class RefusedDestination extends Error {
  override readonly name = 'RefusedDestination';
}

interface Request {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | URLSearchParams | Uint8Array | ArrayBuffer | ReadableStream | null | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Requests to hosts that an administrator has named, which could be anything (S65). Only https and public addresses are
 * allowed. The address is checked when the connection is made, so a DNS answer that changes in between does not help an
 * attacker. Redirects are not followed; the answer's size and the wait are limited.
 */
@Injectable()
export class Outbound implements OnModuleDestroy {
  private readonly named: ReadonlySet<string>;
  private readonly guarded = agentOf({ lookup: publicOnly });
  private readonly free = agentOf({});

  constructor({ PRIVATE_HOSTS }: OutboundConfig) {
    this.named = readHosts(PRIVATE_HOSTS);
  }

  /** Says in words why requests may not go to this URL. */
  problemWith(url: URL): string | undefined {
    return problemWith(url, this.named);
  }

  /** Whether the configuration allows this host without https. */
  isNamed(url: URL): boolean {
    return isNamed(url, this.named);
  }

  /** Like `fetch`, with the whole answer read. Rejects as `fetch` does. */
  readonly fetch = async (address: string, { method, headers, body, signal }: Request): Promise<Response> => {
    const url = new URL(address);
    const problem = this.problemWith(url);
    if (problem) throw new RefusedDestination(`No requests to ${url.origin}: ${problem}`);
    const dispatcher = this.isNamed(url) ? this.free : this.guarded;
    const payload = body instanceof URLSearchParams ? body.toString() : (body ?? null);
    const answer = await fetch(url, {
      method,
      headers,
      body: typeof payload === 'string' ? payload : null,
      redirect: 'manual',
      dispatcher,
      ...(signal && { signal }),
    });
    const text = await answer.text();
    return new Response(text === '' ? null : text, { status: answer.status, headers: [...answer.headers] });
  };

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.guarded.close(), this.free.close()]);
  }
}

const agentOf = (connect: { lookup?: LookupFunction }): Agent =>
  new Agent({
    connect: { ...connect, timeout: TIMEOUT },
    headersTimeout: TIMEOUT,
    bodyTimeout: TIMEOUT,
    maxResponseSize: LONGEST_ANSWER,
  });

/** Resolves names for connections. One address that is not public is enough to refuse the name. */
const publicOnly: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    if (addresses.length === 0 || addresses.some(({ address }) => !isPublicAddress(address))) {
      return callback(new RefusedDestination(`${hostname} leads to an address that is not public`), []);
    }
    const [first] = addresses;
    if (options.all === true || !first) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};
