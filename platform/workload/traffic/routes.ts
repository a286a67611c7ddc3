import { VirtualService, type VirtualServiceSpecHttp, type VirtualServiceSpecHttpMatch } from '@cdk8s/istio';
import type { Construct } from 'constructs';
import { publicNames } from '../../../clusters/index.ts';
import { gatewayOf } from '../../components/istio/address.ts';
import { add } from '../../kit/manifest.ts';
import { serviceHost } from '../../kit/names.ts';
import { AFTER_PODS } from '../../unit/waves.ts';
import type { UserAgent } from '../declaration/exposes.ts';
import type { ServiceDeclaration } from '../declaration/workload.ts';
import { narrowerThan } from '../graph/exposures.ts';
import type { RunningPlacement } from '../graph/placement.ts';
import { objectLabels } from '../labels.ts';
import { SERVICE_PORT } from './kubernetes-service.ts';
import { triedRoutes } from './retries.ts';
import { userAgentPatterns } from './user-agent.ts';
import { type Waiting, waitingOf } from './waiting.ts';

/** Asks for the canary by name, for testers (S4-167). */
export const CANARY_HEADER = { 'x-canary': { exact: 'true' } };

/** Says which group of an A/B test a request belongs to; whoever sends it decides who is in which. */
const VARIANT_HEADER = 'x-variant';

/**
 * The routes of a service, the same for callers in the mesh and for the public: canary weights, timeout and retries
 * stand on every one (X-8, X-66). Two objects, since the gateway has no server for a name inside the cluster.
 *
 * Where services share an address, the one for all other browsers owns it, and delegates to the others' routes first
 * (S3-12). Each keeps its routes beside its own pods, and a canary of one does not concern the other. Two objects
 * with one host would be merged by age, and the wider route could come first.
 */
export function addRoutes(
  scope: Construct,
  placement: RunningPlacement,
  declaration: ServiceDeclaration,
): void {
  const { namespace, context } = placement;
  const { name, exposes } = declaration;
  add(scope, VirtualService, {
    metadata: metadataOf(placement, name),
    spec: { hosts: [serviceHost(name, namespace)], http: routes(placement, declaration, {}) },
  });
  if (exposes === undefined) return;
  const { host, path = '/', userAgent } = exposes;
  const match = path === '/' ? {} : { uri: { prefix: path } };
  const narrower = narrowerThan(declaration, context);
  const own = routes(placement, declaration, match);
  add(scope, VirtualService, {
    metadata: metadataOf(placement, publicRoutesOf(name)),
    spec: {
      ...(userAgent === undefined && {
        hosts: [...publicNames(host, context.cluster)],
        gateways: [gatewayOf('public')],
      }),
      http: [
        ...narrower.map((other) => ({
          name: other.service,
          match: [{ ...match, ...calling(other.userAgent) }],
          delegate: { name: publicRoutesOf(other.service), namespace: other.namespace },
        })),
        ...(narrower.length > 0 || userAgent !== undefined ? own.map(answeringByBrowser) : own),
      ],
    },
  });
}

/** Name of the VirtualService for the public. */
function publicRoutesOf(service: string): string {
  return `${service}-public`;
}

function calling(userAgent: UserAgent) {
  return { headers: { 'user-agent': { regex: userAgentPatterns[userAgent] } } };
}

/** Says that the answer depends on the browser: otherwise a cache in between would hand one's page to the other. */
function answeringByBrowser(route: VirtualServiceSpecHttp): VirtualServiceSpecHttp {
  return { ...route, headers: { response: { add: { vary: 'User-Agent' } } } };
}

/** Routes follow the pods: a subset must have pods when it gets requests, and keep them until it gets none. */
function metadataOf(placement: RunningPlacement, name: string) {
  const { namespace } = placement;
  return { name, namespace, labels: objectLabels(placement), annotations: AFTER_PODS };
}

function routes(
  { namespace, context, image: { canary } }: RunningPlacement,
  declaration: ServiceDeclaration,
  match: VirtualServiceSpecHttpMatch,
): VirtualServiceSpecHttp[] {
  const host = serviceHost(declaration.name, namespace);
  const waiting = waitingOf(declaration, context);
  if (canary === undefined) return triedRoutes('stable', match, [to(host, 'stable', 100)], waiting);
  const { weight, variant } = canary;
  const split = [to(host, 'stable', 100 - weight), to(host, 'canary', weight)];
  return [
    ...triedRoutes('canary', { ...match, headers: CANARY_HEADER }, [to(host, 'canary', 100)], waiting),
    ...(variant === undefined ? [] : variants(waiting, host, match, variant)),
    ...triedRoutes('stable', match, split, waiting),
  ];
}

/** Whoever sends a variant stays with it: the canary for the one on trial, stable for every other (S0-11). */
function variants(
  waiting: Waiting,
  host: string,
  match: VirtualServiceSpecHttpMatch,
  variant: string,
): VirtualServiceSpecHttp[] {
  const header = (value: { exact: string } | { regex: string }) => ({
    ...match,
    headers: { [VARIANT_HEADER]: value },
  });
  return [
    ...triedRoutes(`variant-${variant}`, header({ exact: variant }), [to(host, 'canary', 100)], waiting),
    ...triedRoutes('other-variants', header({ regex: '.+' }), [to(host, 'stable', 100)], waiting),
  ];
}

function to(host: string, subset: string, weight: number) {
  // The Service has two ports; without this one each proxy would take its own listener's.
  return { destination: { host, subset, port: { number: SERVICE_PORT } }, weight };
}
