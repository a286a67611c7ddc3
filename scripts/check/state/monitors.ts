import { type LabelSelector, labelSelector, matches } from '../../cluster-model/objects/selector.ts';
import type { ClusterState } from './cluster-state.ts';
import { remembered } from './memory.ts';
import { textsIn } from './mesh-hosts.ts';
import { at, listAt, numberAt, type Path, textAt } from './read.ts';
import type { Resource } from './resource.ts';
import { servicesIn, targetsAt } from './service-ports.ts';
import { portsOf, type Workload } from './workload.ts';

/** The label selector at a place; undefined where there is none, or none that an API server takes. */
function selectorAt(value: unknown, ...path: Path): LabelSelector | undefined {
  const found = at(value, ...path);
  return found === undefined || found === null ? undefined : labelSelector.safeParse(found).data;
}

/** The namespaces in which a monitor of Prometheus looks for its targets. */
function targetNamespaces(state: ClusterState, { value, namespace }: Resource): readonly string[] {
  if (at(value, 'spec', 'namespaceSelector', 'any') === true) return [...state.namespaces.keys()];
  const named = textsIn(listAt(value, 'spec', 'namespaceSelector', 'matchNames'));
  return named.length > 0 ? named : [namespace];
}

/** A port of a workload that Prometheus reads metrics from, and the endpoint of the monitor that says so. */
export interface Scrape {
  readonly monitor: Resource;
  readonly path: Path;
  readonly endpoint: unknown;
  readonly workload: Workload;
  readonly port: number;
}

export const scrapesIn = remembered((state: ClusterState): readonly Scrape[] =>
  state
    .of('monitoring.coreos.com/PodMonitor', 'monitoring.coreos.com/ServiceMonitor')
    .flatMap((monitor) => scrapesOf(state, monitor)),
);

function scrapesOf(state: ClusterState, monitor: Resource): readonly Scrape[] {
  const field = monitor.kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints';
  const selector = selectorAt(monitor.value, 'spec', 'selector');
  if (selector === undefined) return [];
  const namespaces = new Set(targetNamespaces(state, monitor));
  const services = [...servicesIn(state).values()].filter(
    ({ namespace, resource }) => namespaces.has(namespace) && matches(selector, resource.labels),
  );
  const workloads =
    monitor.kind === 'PodMonitor'
      ? [...namespaces]
          .flatMap((name) => state.workloadsIn(name))
          .filter(({ labels }) => matches(selector, labels))
      : [...new Set(services.flatMap((service) => service.workloads))];
  return listAt(monitor.value, 'spec', field).flatMap((endpoint, index) => {
    const portsFor = (workload: Workload): readonly number[] => {
      const said = relabeledPort(endpoint);
      if (said !== undefined) return said === 'unknown' ? [] : [said];
      const name = textAt(endpoint, 'port');
      if (monitor.kind === 'PodMonitor' || name === undefined) {
        return containerPortsAt(workload, at(endpoint, 'portNumber') ?? name ?? at(endpoint, 'targetPort'));
      }
      return services
        .filter((service) => service.workloads.includes(workload))
        .flatMap(({ ports }) => ports.filter((port) => port.name === name))
        .flatMap((port) => targetsAt(port, workload));
    };
    return workloads.flatMap((workload) =>
      [...new Set(portsFor(workload))].map(
        (port): Scrape => ({ monitor, path: ['spec', field, index], endpoint, workload, port }),
      ),
    );
  });
}

function containerPortsAt(workload: Workload, port: unknown): readonly number[] {
  if (typeof port === 'number') return [port];
  // The injector names the port of its proxy, which no template declares.
  if (port === 'http-envoy-prom') return [15_090];
  return portsOf(workload)
    .filter(({ name }) => name !== undefined && name === port)
    .map(({ number }) => number);
}

/** The port to which a monitor moves the address of its targets; undefined where it leaves it. */
function relabeledPort(endpoint: unknown): number | 'unknown' | undefined {
  const [moved] = listAt(endpoint, 'relabelings').filter(
    (each) => textAt(each, 'targetLabel') === '__address__',
  );
  if (moved === undefined) return undefined;
  const port = /:(\d+)$/.exec(textAt(moved, 'replacement') ?? '')?.[1];
  return port === undefined ? 'unknown' : numberAt({ port: Number(port) }, 'port');
}
