import {
  ApiProperty,
  DocumentBuilder,
  SwaggerModule,
  type ApiPropertyOptions,
  type OpenAPIObject,
} from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Type } from '@nestjs/common';
import { CHANGES, descriptionsOfMembers, openApiMetadata, type Brand } from '@roster/contracts';
import { sessionCookieName } from '../auth/tokens/credentials.js';
import { publicUrl, type GatewayConfig } from '../config.js';
import { declaredRoutes } from '../http/exposure/declared-routes.js';
import { describeRoutes } from './documentation.js';
import { withLimits } from './limits.js';
import { withQueryParameters } from './query-parameters.js';

interface Parts {
  readonly config: GatewayConfig;
  readonly brand: Brand;
  readonly controllers: readonly Type[];
}

/** The API's document, from the contracts and their DTO classes. */
export async function openApi(
  app: NestFastifyApplication,
  { brand, config, controllers }: Parts,
): Promise<OpenAPIObject> {
  for (const { dto, member, schema } of descriptionsOfMembers()) ApiProperty(schema as ApiPropertyOptions)(dto, member);
  await SwaggerModule.loadPluginMetadata(withLimits(await openApiMetadata()));
  describeRoutes(declaredRoutes(controllers));
  return withQueryParameters(
    SwaggerModule.createDocument(app, about(config, brand), { extraModels: Object.values(CHANGES) }),
  );
}

const about = (config: GatewayConfig, { name }: Brand) =>
  new DocumentBuilder()
    .setTitle(name)
    .setDescription('User, role and seat management. Every failure is a problem document (RFC 9457).')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addServer(publicUrl(config))
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The token of a sign-in.' }, 'bearer')
    .addCookieAuth(sessionCookieName(config), undefined, 'cookie')
    .build();

/** `/docs` and `/openapi.json`. The document is made when somebody asks for it. */
export function serveDocs(app: NestFastifyApplication, parts: Parts): void {
  let made: Promise<OpenAPIObject> | undefined;
  // After a failure the next request tries again.
  const document = () =>
    (made ??= openApi(app, parts).catch((error: unknown) => {
      made = undefined;
      throw error;
    }));
  SwaggerModule.setup('docs', app, () => ({ ...about(parts.config, parts.brand), paths: {} }), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: `${parts.brand.name} API`,
    // The only hook that may be asynchronous.
    patchDocumentOnRequest: document,
    // The document is sent to no validator, and no credential is stored in the browser.
    swaggerOptions: { validatorUrl: null, persistAuthorization: false },
  });
}
