import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { injectedContainers, membershipIn } from '../../state/mesh.ts';
import { at, listAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { type ContainerPort, portsOf, type Workload } from '../../state/workload.ts';
import { selectedServices, selectedWorkloads, workloadsBehind } from './monitors.ts';
import { MONITOR, WEB } from './samples.ts';

export const monitorPortUnknown: ClusterRule = {
  id: 'monitor-port-unknown',
  severity: 'error',
  summary: 'A monitor that names a port which none of the Services or pods that it selects has',
  breaks: 'Prometheus finds no target: no metric, no error, and alerts on them that never fire.',
  pitfalls: ['X-76'],
  failing: MONITOR.replace('port: http-metrics', 'port: metrics') + WEB,
  passing: MONITOR + WEB,
  *judge(state) {
    for (const monitor of state.of('monitoring.coreos.com/ServiceMonitor')) {
      const services = selectedServices(state, monitor);
      if (services.length > 0) yield* ofServices(state, monitor, services);
    }
    for (const monitor of state.of('monitoring.coreos.com/PodMonitor')) {
      const workloads = selectedWorkloads(state, monitor);
      if (workloads.length > 0 && !workloads.some(({ isMade }) => isMade))
        yield* ofPods(state, monitor, workloads);
    }
  },
};

function* ofServices(state: ClusterState, monitor: Resource, services: readonly Resource[]): Generator<Said> {
  const names = services.flatMap(({ value }) =>
    listAt(value, 'spec', 'ports').flatMap((port) => textAt(port, 'name') ?? []),
  );
  const behind = services.flatMap((service) => workloadsBehind(state, service));
  for (const [index, endpoint] of listAt(monitor.value, 'spec', 'endpoints').entries()) {
    const port = textAt(endpoint, 'port');
    const path = ['spec', 'endpoints', index, 'port'];
    if (port !== undefined && !names.includes(port)) {
      const isNumber = /^\d+$/.test(port);
      const titles = services.map(({ name }) => name).join(', ');
      yield {
        resource: monitor,
        path,
        message: `No port of the Service ${titles} is called ${port}${isNumber ? ': a ServiceMonitor names ports, and numbers none' : ''}. Its ports are ${names.join(', ') || 'without names'}, and nothing is scraped.`,
        fix: `Write the name of a port of the Service${didYouMean(port, names)}.`,
      };
    }
    const target = at(endpoint, 'targetPort');
    if (
      port !== undefined ||
      target === undefined ||
      behind.length === 0 ||
      behind.some(({ isMade }) => isMade)
    )
      continue;
    if (!behind.some((workload) => hasPort(state, workload, target))) {
      yield {
        resource: monitor,
        path: ['spec', 'endpoints', index, 'targetPort'],
        message: `No container behind the Service has the port ${String(target)}, and nothing is scraped.`,
        fix: 'Name a port that a container declares.',
      };
    }
  }
}

function* ofPods(state: ClusterState, monitor: Resource, workloads: readonly Workload[]): Generator<Said> {
  const names = workloads.flatMap((workload) => portsIn(state, workload).flatMap(({ name }) => name ?? []));
  for (const [index, endpoint] of listAt(monitor.value, 'spec', 'podMetricsEndpoints').entries()) {
    const port = textAt(endpoint, 'port');
    if (port === undefined || names.includes(port)) continue;
    yield {
      resource: monitor,
      path: ['spec', 'podMetricsEndpoints', index, 'port'],
      message: `No container of ${workloads.map(({ name }) => name).join(', ')} has a port called ${port}, and nothing is scraped.`,
      fix: `Write the name of a port that a container declares${didYouMean(port, names)}${names.length > 0 ? `; there are ${[...new Set(names)].join(', ')}` : ''}.`,
    };
  }
}

function portsIn(state: ClusterState, workload: Workload): readonly ContainerPort[] {
  const injected = injectedContainers(state, workload).flatMap(({ ports }) => ports);
  const ofGateway: readonly ContainerPort[] =
    membershipIn(state, workload) === 'gateway'
      ? [{ number: 15_090, protocol: 'TCP', name: 'http-envoy-prom', path: [] }]
      : [];
  return [...portsOf(workload), ...injected, ...ofGateway];
}

function hasPort(state: ClusterState, workload: Workload, target: unknown): boolean {
  const ports = portsIn(state, workload);
  // A port need not be declared to be listened at, but one without any other is.
  if (typeof target === 'number') return ports.length === 0 || ports.some(({ number }) => number === target);
  return ports.some(({ name }) => name === target);
}
