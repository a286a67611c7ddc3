import type { Attached } from '../gateway-api/attached.ts';
import type { ApiGateway, Listener } from '../gateway-api/gateway.ts';
import type { GatewayApi } from '../gateway-api/gateway-api.ts';
import { GATEWAY_NAME } from '../gateway-api/made-pods.ts';
import type { ApiMatch } from '../gateway-api/route.ts';
import type { Service } from '../services.ts';
import type { Gateway } from './gateway.ts';
import type { RouteMatch, VirtualService } from './virtual-service.ts';

/** A name that no Gateway of Istio can have. */
function nameOf({ name }: ApiGateway): string {
  return `gateway.networking.k8s.io/${name}`;
}

/** The Gateways of the Gateway API that Istio serves, as those of its own. */
export function gatewaysFromApi({ gateways }: GatewayApi, services: readonly Service[]): readonly Gateway[] {
  return gateways
    .filter(({ isIstio }) => isIstio)
    .flatMap((gateway) => {
      const servers = gateway.listeners.map(serverOf);
      const { namespace, found } = gateway;
      const own = { namespace, name: nameOf(gateway), servers, found };
      if (gateway.hosts.length === 0) {
        return [{ ...own, home: namespace, selector: { [GATEWAY_NAME]: gateway.name } }];
      }
      // The pods that somebody has written stand behind a Service.
      return services
        .filter(({ host }) => gateway.hosts.some((each) => host === each || host.startsWith(`${each}.`)))
        .map(({ selector, namespace: home }) => ({ ...own, home, selector }));
    });
}

function serverOf({ port, protocol, hostname, isPassedThrough }: Listener): Gateway['servers'][number] {
  const tls = isPassedThrough ? 'PASSTHROUGH' : 'SIMPLE';
  return {
    hosts: [hostname ?? '*'],
    port,
    protocol,
    tls: protocol === 'HTTPS' || protocol === 'TLS' ? tls : undefined,
  };
}

/** Their routes, as VirtualServices. */
export function routesFromApi({ attached }: GatewayApi): readonly VirtualService[] {
  return attached
    .filter(({ gateway }) => gateway.isIstio)
    .map((each) => {
      const { gateway, route, hosts, backend } = each;
      return {
        namespace: route.namespace,
        name: route.name,
        hosts,
        gateways: [`${gateway.namespace}/${nameOf(gateway)}`],
        exportTo: [],
        routes: [
          {
            matches: matchesOf(each),
            within: [],
            destinations: [
              { host: `${backend.name}.${backend.namespace}.svc.cluster.local`, port: backend.port },
            ],
          },
        ],
        found: route.found,
      };
    });
}

function matchesOf({ matches }: Attached): readonly RouteMatch[] {
  return matches.map((match) => ({
    uri: uriOf(match),
    method: typeof match.method === 'string' ? text('Exact', match.method) : undefined,
    authority: undefined,
    headers: Object.fromEntries(match.headers.map(({ name, type, value }) => [name, text(type, value)])),
    withoutHeaders: {},
    queryParams: Object.fromEntries(
      match.queryParams.map(({ name, type, value }) => [name, text(type, value)]),
    ),
    port: undefined,
    sniHosts: [],
    gateways: [],
  }));
}

function uriOf({ path, method }: ApiMatch): RouteMatch['uri'] {
  if (typeof method === 'object') {
    const service = method.service ?? '';
    return method.method === undefined
      ? { exact: undefined, prefix: `/${service}/`, regex: undefined }
      : text(method.type, `/${service}/${method.method}`);
  }
  const value = path?.value ?? '/';
  if (path?.type === 'Exact') return text('Exact', value);
  if (path?.type === 'RegularExpression') return text('RegularExpression', value);
  return value === '/' ? undefined : { exact: undefined, prefix: value, regex: undefined };
}

function text(type: string | undefined, value: string) {
  return type === 'RegularExpression'
    ? { exact: undefined, prefix: undefined, regex: value }
    : { exact: value, prefix: undefined, regex: undefined };
}
