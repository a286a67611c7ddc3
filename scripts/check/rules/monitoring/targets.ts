import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { injectedContainers } from '../../state/mesh.ts';
import { at, type Fields, fields, listAt, numberAt, type Path, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { portsOf, type Workload } from '../../state/workload.ts';
import { selectedServices, selectedWorkloads, workloadsBehind } from './monitors.ts';

/** A port of pods that a monitor scrapes. */
export interface Target {
  readonly monitor: Resource;
  readonly endpoint: Fields;
  readonly path: Path;
  readonly workload: Workload;
  /** Of the container; undefined where nothing says it. */
  readonly port: number | undefined;
}

/** Everything that the monitors of the tree scrape, as far as the tree has it. */
export const targetsIn = remembered((state: ClusterState): readonly Target[] => [
  ...state.of('monitoring.coreos.com/ServiceMonitor').flatMap((monitor) => ofServices(state, monitor)),
  ...state.of('monitoring.coreos.com/PodMonitor').flatMap((monitor) => ofPods(state, monitor)),
]);

function ofServices(state: ClusterState, monitor: Resource): readonly Target[] {
  return selectedServices(state, monitor).flatMap((service) =>
    workloadsBehind(state, service).flatMap((workload) =>
      listAt(monitor.value, 'spec', 'endpoints').flatMap((given, index): Target[] => {
        const endpoint = fields(given);
        const name = textAt(endpoint, 'port');
        const asked = listAt(service.value, 'spec', 'ports').find((port) => textAt(port, 'name') === name);
        const target =
          name === undefined
            ? at(endpoint, 'targetPort')
            : (at(asked, 'targetPort') ?? numberAt(asked, 'port'));
        if (target === undefined) return [];
        return [
          {
            monitor,
            endpoint,
            path: ['spec', 'endpoints', index],
            workload,
            port: relabeled(endpoint, numberOf(state, workload, target)),
          },
        ];
      }),
    ),
  );
}

function ofPods(state: ClusterState, monitor: Resource): readonly Target[] {
  return selectedWorkloads(state, monitor).flatMap((workload) =>
    listAt(monitor.value, 'spec', 'podMetricsEndpoints').flatMap((given, index): Target[] => {
      const endpoint = fields(given);
      const target = endpoint.port ?? endpoint.portNumber ?? endpoint.targetPort;
      if (target === undefined) return [];
      return [
        {
          monitor,
          endpoint,
          path: ['spec', 'podMetricsEndpoints', index],
          workload,
          port: relabeled(endpoint, numberOf(state, workload, target)),
        },
      ];
    }),
  );
}

/** A relabeling of the address leads elsewhere: to the port at its end, or nobody here knows where. */
function relabeled(endpoint: Fields, port: number | undefined): number | undefined {
  const [relabeling] = listAt(endpoint, 'relabelings').filter(
    (one) => textAt(one, 'targetLabel') === '__address__',
  );
  if (relabeling === undefined) return port;
  const [, written] = /:(\d+)$/.exec(textAt(relabeling, 'replacement') ?? '') ?? [];
  return written === undefined ? undefined : Number(written);
}

function numberOf(state: ClusterState, workload: Workload, target: unknown): number | undefined {
  if (typeof target === 'number') return target;
  // Istio writes this port into the pods that it injects, gateways among them.
  if (target === 'http-envoy-prom') return 15_090;
  const ports = [
    ...portsOf(workload),
    ...injectedContainers(state, workload).flatMap(({ ports: own }) => own),
  ];
  return ports.find(({ name }) => name === target)?.number;
}
