import { Inject, Injectable } from '@nestjs/common';
import { Brand } from '@roster/contracts';
import { LOGGER, type Logger } from '@roster/service-kit';

interface Picture {
  readonly type: string;
  readonly body: Buffer;
}

const MOST_BYTES = 512 * 1024;
/** Milliseconds. */
const TIMEOUT = 5_000;
const KEPT_FOR = 3_600_000;
const ASKED_AGAIN_AFTER = 60_000;

const PICTURES = /^image\/(?:png|jpeg|gif|webp|avif|svg\+xml)$/;

/**
 * The product's logo, fetched from the configured address and shown from here: whoever opens a mailed link asks nobody else for
 * anything (S37).
 */
@Injectable()
export class Logo {
  private kept: Promise<Picture | undefined> | undefined;
  private until = 0;

  constructor(
    private readonly brand: Brand,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Undefined where none is configured, and where it cannot be had. */
  get(): Promise<Picture | undefined> {
    const { logoUrl } = this.brand;
    if (logoUrl === null) return Promise.resolve(undefined);
    const now = Date.now();
    if (this.kept && now < this.until) return this.kept;
    this.until = now + KEPT_FOR;
    this.kept = fetched(logoUrl).catch((err: unknown) => {
      this.until = Date.now() + ASKED_AGAIN_AFTER;
      this.logger.warn({ err, logoUrl }, 'the logo cannot be shown: PRODUCT_LOGO_URL does not answer with a picture');
      return undefined;
    });
    return this.kept;
  }
}

async function fetched(url: string): Promise<Picture> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT) });
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
  if (!answer.ok || !answer.body || !PICTURES.test(type)) {
    throw new Error(`The answer is ${answer.status} with the type ${type}, which is no picture`);
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body) {
    size += part.byteLength;
    if (size > MOST_BYTES) throw new Error(`The picture is larger than ${MOST_BYTES} bytes`);
    parts.push(part);
  }
  return { type, body: Buffer.concat(parts) };
}
