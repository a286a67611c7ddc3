import { formatCpu, millicores } from '../../kit/quantity.ts';

/** Resources of the proxy beside one pod, in Kubernetes' notation. */
export interface SidecarResources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu: string; readonly memory: string };
}

/** What the proxy of an idle pod needs (S4-164). */
const IDLE_MILLICORES = 50;
/** Measured by the Istio project: 0.35 core for 1,000 requests a second through one proxy. */
const MILLICORES_PER_REQUEST_PER_SECOND = 0.35;
/** Far above the need, because a throttled proxy delays every request of its pod. */
const CPU_LIMIT = '2';

/** CPU that one proxy, or several together, take for so many requests. */
export function proxyMillicores(requestsPerSecond: number): number {
  return requestsPerSecond * MILLICORES_PER_REQUEST_PER_SECOND;
}

/**
 * Request and limit of a proxy.
 *
 * @param requestsPerSecond what one pod is meant to serve before another is added; 0 where that is not known
 * @throws when one proxy cannot serve so many
 */
export function sidecarResources(requestsPerSecond: number): SidecarResources {
  const needed = Math.max(IDLE_MILLICORES, proxyMillicores(requestsPerSecond));
  if (needed > millicores(CPU_LIMIT)) {
    throw new Error(
      `One proxy cannot carry ${requestsPerSecond} requests a second: it would need ${formatCpu(needed)} CPU, above its limit of ${CPU_LIMIT}. Lower requestsPerSecond, so that more pods share them.`,
    );
  }
  return {
    requests: { cpu: formatCpu(needed), memory: '64Mi' },
    limits: { cpu: CPU_LIMIT, memory: '256Mi' },
  };
}

/**
 * The same for the injector. All four are set, since with one annotation present it forgets the mesh's defaults.
 */
export function sidecarAnnotations({ requests, limits }: SidecarResources): Record<string, string> {
  return {
    'sidecar.istio.io/proxyCPU': requests.cpu,
    'sidecar.istio.io/proxyCPULimit': limits.cpu,
    'sidecar.istio.io/proxyMemory': requests.memory,
    'sidecar.istio.io/proxyMemoryLimit': limits.memory,
  };
}
