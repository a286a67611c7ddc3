import { components } from '../../../../platform/components/index.ts';
import { istiod, MERGED_METRICS_PORT } from '../../../../platform/components/istio/address.ts';
import { certificateFlows } from '../../../../platform/components/istio-csr/address.ts';
import { prometheus } from '../../../../platform/components/monitoring/address.ts';
import { spanCollector } from '../../../../platform/components/opentelemetry-collector/address.ts';
import type { Flow } from '../../../../platform/kit/network/flows.ts';
import { REVISION_LABEL } from '../../../../platform/kit/proxy-revision.ts';
import { metricsOf } from '../../../../platform/workload/declaration/metrics.ts';
import { kedaAt } from '../../../../platform/workload/scaling/sources.ts';
import type { Pods } from '../../../cluster-model/pods.ts';
import type { Role } from './data.ts';
import type { Flows, Named } from './flows.ts';
import type { Scene } from './scene.ts';

/** A flow of some pods, and who says it. */
export interface Said extends Named {
  readonly role: Role;
  readonly by: string;
}

/** What the platform declares about pods: whom they reach, and who reaches them. */
export interface PlatformFlows {
  readonly egress: ReadonlyMap<Pods, readonly Said[]>;
  readonly ingress: ReadonlyMap<Pods, readonly Said[]>;
}

export function platformFlows(scene: Scene, flows: Flows): PlatformFlows {
  const { context, model } = scene;
  const egress = new Map<Pods, Said[]>();
  const ingress = new Map<Pods, Said[]>();
  const add = (
    to: Map<Pods, Said[]>,
    pods: readonly Pods[],
    said: readonly Flow[],
    about: Pick<Said, 'role' | 'by'>,
  ) => {
    const named = said.map((flow) => ({ ...flows.named(flow), ...about }));
    for (const each of pods) to.set(each, [...(to.get(each) ?? []), ...named]);
  };
  for (const { on, pods: trafficOf, namespace, name } of components) {
    if (on?.(context.cluster, context.fleet) === false) continue;
    const about = { role: 'platform', by: `component ${name}` } as const;
    for (const traffic of trafficOf?.(context) ?? []) {
      const selected = scene.podsOf({ namespace, labels: traffic.labels ?? {} });
      const { metrics = [] } = traffic;
      add(egress, selected, traffic.egress ?? [], about);
      add(ingress, selected, traffic.ingress ?? [], about);
      if (metrics.length > 0) add(ingress, selected, [prometheus(...metrics)], about);
    }
  }
  // Every proxy asks its control plane, has its certificate signed, and sends its spans.
  const ofProxies = [istiod(), spanCollector(), ...certificateFlows(context.cluster)];
  for (const [name, labels] of model.namespaces) {
    if (!(REVISION_LABEL in labels)) continue;
    add(egress, scene.podsIn(name), ofProxies, { role: 'plumbing', by: 'every proxy of the mesh' });
  }
  const read = { role: 'plumbing', by: 'what Prometheus reads' } as const;
  for (const { declaration, namespace } of scene.graph.workloads) {
    if (declaration.kind === 'job') continue;
    for (const pods of scene.podsOf({ namespace, labels: { app: declaration.name } })) {
      const port = scene.hasProxy(pods) ? MERGED_METRICS_PORT : metricsOf(declaration).port;
      add(ingress, [pods], [prometheus(port)], read);
    }
  }
  for (const endpoint of scene.graph.endpoints.values()) {
    if (scene.graph.workload(endpoint.name) !== undefined) continue;
    const asked = { role: 'plumbing', by: 'what a workload is scaled by' } as const;
    add(ingress, scene.podsOf(endpoint), kedaAt(endpoint, context), asked);
  }
  return { egress, ingress };
}
