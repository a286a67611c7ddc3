import { VirtualService, type VirtualServiceSpecHttp, type VirtualServiceSpecHttpMatch } from '@cdk8s/istio';
import type { Construct } from 'constructs';
import { gatewayOf } from '../../istio/ingress-gateway.ts';
import { add } from '../manifest.ts';
import type { ServiceDeclaration } from './declaration.ts';
import { SERVICE_PORT } from './kubernetes-service.ts';
import { objectLabels } from './labels.ts';
import { serviceHost } from './names.ts';
import type { Placement } from './placement.ts';
import { perTrySecondsOf, RETRIES, timeoutSecondsOf } from './timing.ts';

/** A request that changes nothing may be tried again after any failure. */
const REPEATABLE = { method: { regex: 'GET|HEAD' } };
const RETRY_REPEATABLE = 'connect-failure,refused-stream,reset,5xx';
/** Any other only where the callee cannot have begun with it: a second try would book twice. */
const RETRY_OTHERS = 'connect-failure,refused-stream,reset-before-request,503';

/** Asks for the canary by name, for testers (S4-167). */
const CANARY_HEADER = { 'x-canary': { exact: 'true' } };

/**
 * The routes of a service, the same for callers in the mesh and for the public: canary weights, timeout and retries
 * stand on every one.
 */
export function addRoutes(scope: Construct, placement: Placement, declaration: ServiceDeclaration): void {
  const { namespace, context, product, image } = placement;
  const host = serviceHost(declaration.name, namespace);
  const { exposes } = declaration;
  const canary = image.canary;
  const weighted = canary === undefined ? [to(host, 'stable')] : split(host, canary.weight);
  add(scope, VirtualService, {
    metadata: { name: declaration.name, namespace, labels: objectLabels(placement) },
    spec: {
      hosts: [host, ...(exposes ? [`${exposes.host}.${context.cluster.domain}`] : [])],
      gateways: ['mesh', ...(exposes ? [gatewayOf(product)] : [])],
      http: [
        ...(canary === undefined
          ? []
          : pair(declaration, product, 'canary', { headers: CANARY_HEADER }, [to(host, 'canary')])),
        ...pair(declaration, product, 'stable', {}, weighted),
      ],
    },
  });
}

/** Two routes to one place, for requests that may be repeated and for those that may not. */
function pair(
  declaration: ServiceDeclaration,
  product: string,
  name: string,
  match: VirtualServiceSpecHttpMatch,
  route: VirtualServiceSpecHttp['route'],
): VirtualServiceSpecHttp[] {
  const common = { ...(route && { route }), timeout: `${timeoutSecondsOf(declaration)}s` };
  return [
    {
      name: `${name}-repeatable`,
      ...matches(declaration, product, { ...match, ...REPEATABLE }),
      ...common,
      retries: retries(declaration, RETRY_REPEATABLE),
    },
    {
      name,
      ...matches(declaration, product, match),
      ...common,
      retries: retries(declaration, RETRY_OTHERS),
    },
  ];
}

/** Callers in the mesh may use every path; the public only the exposed one. */
function matches(
  { exposes }: ServiceDeclaration,
  product: string,
  match: VirtualServiceSpecHttpMatch,
): Pick<VirtualServiceSpecHttp, 'match'> {
  const path = exposes?.path ?? '/';
  if (path === '/') return Object.keys(match).length === 0 ? {} : { match: [match] };
  return {
    match: [
      { ...match, gateways: ['mesh'] },
      { ...match, gateways: [gatewayOf(product)], uri: { prefix: path } },
    ],
  };
}

function retries(declaration: ServiceDeclaration, retryOn: string) {
  return {
    attempts: RETRIES,
    perTryTimeout: `${perTrySecondsOf(declaration)}s`,
    retryOn,
    retryRemoteLocalities: true,
  };
}

function split(host: string, canaryWeight: number) {
  return [to(host, 'stable', 100 - canaryWeight), to(host, 'canary', canaryWeight)];
}

function to(host: string, subset: string, weight = 100) {
  // The Service has two ports; without this one each proxy would take its own listener's.
  return { destination: { host, subset, port: { number: SERVICE_PORT } }, weight };
}
