import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { GatewayConfig } from '../config.js';
import { publicUrl } from '../config.js';
import { sessionCookieName } from '../sessions/tokens/credentials.js';
import { withQueryParameters } from './query-parameters.js';

/** The API's document, from the contracts and their DTO classes. */
function openApi(app: NestFastifyApplication, config: GatewayConfig): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Roster')
    .setDescription('User, role and seat management. Every failure is a problem document (RFC 9457).')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addServer(publicUrl(config))
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The token of a sign-in.' }, 'bearer')
    .addCookieAuth(sessionCookieName(config), undefined, 'cookie')
    .build();
  return withQueryParameters(SwaggerModule.createDocument(app, about));
}

/** `/docs` and `/openapi.json`. The document is made when somebody asks for it. */
export function serveDocs(app: NestFastifyApplication, config: GatewayConfig): void {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup('docs', app, () => (document ??= openApi(app, config)), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Roster API',
    // Nobody else is told about the document, and no credential is stored in the browser.
    swaggerOptions: { validatorUrl: null, persistAuthorization: false },
  });
}
