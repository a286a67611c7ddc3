import type { Found } from '../input/objects.ts';
import type { Labels } from '../objects/fields.ts';
import { type Attached, attachedRoutes } from './attached.ts';
import type { ApiGateway } from './gateway.ts';
import { Grants } from './grant.ts';
import { apiRoutesOf } from './route.ts';

/** What a tree says in the Gateway API. */
export interface GatewayApi {
  readonly gateways: readonly ApiGateway[];
  readonly attached: readonly Attached[];
}

export function gatewayApiOf(
  objects: readonly Found[],
  gateways: readonly ApiGateway[],
  namespaces: ReadonlyMap<string, Labels>,
  problems: string[],
): GatewayApi {
  const routes = apiRoutesOf(objects, problems);
  const attached = attachedRoutes(gateways, routes, new Grants(objects, problems), namespaces);
  return { gateways, attached };
}
