import { VirtualService, type VirtualServiceSpecHttp, type VirtualServiceSpecHttpMatch } from '@cdk8s/istio';
import type { Construct } from 'constructs';
import { gatewayOf } from '../../istio/ingress-gateway.ts';
import { add } from '../manifest.ts';
import { AFTER_PODS } from '../waves.ts';
import type { ServiceDeclaration } from './declaration.ts';
import { SERVICE_PORT } from './kubernetes-service.ts';
import { objectLabels } from './labels.ts';
import { serviceHost } from './names.ts';
import type { RunningPlacement } from './placement.ts';
import { perTrySecondsOf, RETRIES, timeoutSecondsOf } from './timing.ts';

/** A request that changes nothing may be tried again after any failure. */
const REPEATABLE = { method: { regex: 'GET|HEAD' } };
const RETRY_REPEATABLE = 'connect-failure,refused-stream,reset,5xx';
/**
 * Any other only where the callee cannot have begun with it: a second try would book twice. A 503 is not
 * among them, since the application may have sent it itself.
 */
const RETRY_OTHERS = 'connect-failure,refused-stream,reset-before-request';

/** Asks for the canary by name, for testers (S4-167). */
export const CANARY_HEADER = { 'x-canary': { exact: 'true' } };

/**
 * The routes of a service, the same for callers in the mesh and for the public: canary weights, timeout and retries
 * stand on every one. Two objects, since the gateway has no server for a name inside the cluster.
 */
export function addRoutes(
  scope: Construct,
  placement: RunningPlacement,
  declaration: ServiceDeclaration,
): void {
  const { namespace, context, product } = placement;
  const { name, exposes } = declaration;
  add(scope, VirtualService, {
    metadata: metadataOf(placement, name),
    spec: { hosts: [serviceHost(name, namespace)], http: routes(placement, declaration, {}) },
  });
  if (exposes === undefined) return;
  const { host, path = '/' } = exposes;
  add(scope, VirtualService, {
    metadata: metadataOf(placement, `${name}-public`),
    spec: {
      hosts: [`${host}.${context.cluster.domain}`],
      gateways: [gatewayOf(product)],
      http: routes(placement, declaration, path === '/' ? {} : { uri: { prefix: path } }),
    },
  });
}

/** Routes follow the pods: a subset must have pods when it gets requests, and keep them until it gets none. */
function metadataOf(placement: RunningPlacement, name: string) {
  const { namespace } = placement;
  return { name, namespace, labels: objectLabels(placement), annotations: AFTER_PODS };
}

function routes(
  { namespace, image: { canary } }: RunningPlacement,
  declaration: ServiceDeclaration,
  match: VirtualServiceSpecHttpMatch,
): VirtualServiceSpecHttp[] {
  const host = serviceHost(declaration.name, namespace);
  if (canary === undefined) return pair(declaration, 'stable', match, [to(host, 'stable', 100)]);
  const { weight } = canary;
  return [
    ...pair(declaration, 'canary', { ...match, headers: CANARY_HEADER }, [to(host, 'canary', 100)]),
    ...pair(declaration, 'stable', match, [to(host, 'stable', 100 - weight), to(host, 'canary', weight)]),
  ];
}

/** Two routes to one place, for requests that may be repeated and for those that may not. */
function pair(
  declaration: ServiceDeclaration,
  name: string,
  match: VirtualServiceSpecHttpMatch,
  route: ReturnType<typeof to>[],
): VirtualServiceSpecHttp[] {
  const common = { route, timeout: `${timeoutSecondsOf(declaration)}s` };
  return [
    {
      name: `${name}-repeatable`,
      match: [{ ...match, ...REPEATABLE }],
      ...common,
      retries: retries(declaration, RETRY_REPEATABLE),
    },
    {
      name,
      ...(Object.keys(match).length > 0 && { match: [match] }),
      ...common,
      retries: retries(declaration, RETRY_OTHERS),
    },
  ];
}

function retries(declaration: ServiceDeclaration, retryOn: string) {
  return {
    attempts: RETRIES,
    perTryTimeout: `${perTrySecondsOf(declaration)}s`,
    retryOn,
    retryRemoteLocalities: true,
  };
}

function to(host: string, subset: string, weight: number) {
  // The Service has two ports; without this one each proxy would take its own listener's.
  return { destination: { host, subset, port: { number: SERVICE_PORT } }, weight };
}
