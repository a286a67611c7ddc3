import { didYouMean } from '../../../../clusters/nearest-name.ts';
import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import type { ClusterRule } from '../../rule.ts';
import { injectedContainers } from '../../state/mesh.ts';
import { at, listAt, number, text, textAt } from '../../state/read.ts';
import { titleOf } from '../../state/resource.ts';
import { type ContainerPort, portsOf, type Workload } from '../../state/workload.ts';
import { mentions } from './mentions.ts';
import { workloadsBehind } from './service-ports.ts';

const SAMPLE = (target: string) => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: ${target} }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0.0
          ports: [{ name: http, containerPort: 8080 }]
`;

/** A name is looked up among the ports of each pod, and a pod without it is no endpoint. */
export const targetPortMissing: ClusterRule = {
  id: 'target-port-missing',
  severity: 'error',
  summary: 'A targetPort of a Service that its pods do not have',
  breaks: 'By name: the Service has no endpoint. By number: every connection is refused.',
  pitfalls: ['X-76'],
  failing: SAMPLE('web'),
  passing: SAMPLE('http'),
  *judge(state) {
    for (const resource of state.of('/Service')) {
      // What a chart's Service asks of the chart's own pods nobody here can mend.
      if (resource.isExtract) continue;
      const workloads = workloadsBehind(state, resource);
      for (const [index, port] of listAt(resource.value, 'spec', 'ports').entries()) {
        const stated = at(port, 'targetPort');
        // Nought stands for the port of the Service, as nothing does.
        const target = (number(stated) || undefined) ?? text(stated) ?? number(at(port, 'port'));
        const protocol = textAt(port, 'protocol') ?? byDefault('/Service', 'spec.ports[].protocol');
        if (target === undefined || workloads.length === 0) continue;
        const having = workloads.map((workload) => ({
          workload,
          ports: [
            ...portsOf(workload),
            ...injectedContainers(state, workload).flatMap((container) => container.ports),
          ].filter((each) => each.protocol === protocol),
        }));
        const lacking = having.filter(({ workload, ports }) => !serves(workload, ports, target));
        const [first] = lacking;
        if (first === undefined) continue;
        // Pods of another kind beside those that serve the port are no endpoints of it, which may be meant.
        if (lacking.length < having.length && typeof target === 'number') continue;
        const names = first.ports.flatMap(({ name }) => name ?? []);
        yield {
          resource,
          path: ['spec', 'ports', index, stated === undefined ? 'port' : 'targetPort'],
          message: `The pods of ${titleOf(first.workload.resource)} have no port ${target}; ${portsText(first.ports)}.`,
          fix:
            typeof target === 'string'
              ? `Write the name of a port of the pods${didYouMean(target, names)}, or its number.`
              : `Write the name or number of a port of the pods, or declare ${target} at the container that listens on it.`,
          ...((typeof target === 'number' || lacking.length < having.length) && {
            severity: 'warning' as const,
          }),
        };
      }
    }
  },
};

/** A number works without being declared; it is doubted where the pods declare others, and say it nowhere. */
function serves(workload: Workload, ports: readonly ContainerPort[], target: string | number): boolean {
  if (typeof target === 'string') return ports.some(({ name }) => name === target);
  if (ports.some((port) => port.number === target)) return true;
  // Injected proxies listen at ports of their own, which they do not declare.
  if (target >= 15_000 && target < 15_100) return true;
  // The proxy of a gateway listens wherever it is told to.
  const isGateway = workload.containers.some(({ value }) => textAt(value, 'image') === 'auto');
  return (
    isGateway ||
    portsOf(workload).length === 0 ||
    workload.isMade ||
    workload.resource.isExtract ||
    mentions(workload, target)
  );
}

function portsText(ports: readonly ContainerPort[]): string {
  if (ports.length === 0) return 'they declare none';
  return `they declare ${ports.map(({ name, number: own }) => (name === undefined ? `${own}` : `${name} (${own})`)).join(', ')}`;
}
