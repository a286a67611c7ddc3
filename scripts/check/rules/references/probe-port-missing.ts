import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { at, number, type Path, places, text } from '../../state/read.ts';
import type { Container } from '../../state/workload.ts';
import { mentions } from './mentions.ts';

const SAMPLE = (port: string) => `
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
          readinessProbe: { httpGet: { path: /healthz, port: ${port} } }
`;

const ASKED = [
  'livenessProbe.httpGet',
  'livenessProbe.tcpSocket',
  'livenessProbe.grpc',
  'readinessProbe.httpGet',
  'readinessProbe.tcpSocket',
  'readinessProbe.grpc',
  'startupProbe.httpGet',
  'startupProbe.tcpSocket',
  'startupProbe.grpc',
  'lifecycle.preStop.httpGet',
  'lifecycle.preStop.tcpSocket',
  'lifecycle.postStart.httpGet',
  'lifecycle.postStart.tcpSocket',
];

/** The kubelet looks a name up in the container that is asked, and nowhere else. */
export const probePortMissing: ClusterRule = {
  id: 'probe-port-missing',
  severity: 'error',
  summary: 'A probe or hook that asks a port which its container does not have',
  breaks: 'The probe fails each time: the pod never becomes ready, or is restarted for ever.',
  pitfalls: ['X-76'],
  failing: SAMPLE('web'),
  passing: SAMPLE('http'),
  *judge(state) {
    for (const workload of state.workloads) {
      if (workload.isMade) continue;
      for (const container of workload.containers) {
        const asked = [...portsAsked(container)];
        for (const { path, port } of asked) {
          const { ports, name } = container;
          const declared = ports.map((each) =>
            each.name === undefined ? `${each.number}` : `${each.name} (${each.number})`,
          );
          if (isDeclared(container, port)) continue;
          if (typeof port === 'number') {
            // A number need not be declared, and pods share their ports.
            const others = workload.containers.flatMap((each) => each.ports);
            if (ports.length === 0 || others.some((each) => each.number === port)) continue;
            if (workload.resource.isExtract || mentions(workload, port)) continue;
            // Many programs are asked at a port that nobody declares; one that is asked at two of them is asked wrongly.
            if (!asked.some((each) => each.port !== port && isDeclared(container, each.port))) continue;
          }
          yield {
            resource: workload.resource,
            path,
            message: `The container ${name} has no port ${port}; it declares ${declared.join(', ') || 'none'}.`,
            fix: `Write the name or number of a port of the container${
              typeof port === 'string'
                ? didYouMean(
                    port,
                    ports.flatMap((each) => each.name ?? []),
                  )
                : ''
            }.`,
            ...(typeof port === 'number' && { severity: 'warning' as const }),
          };
        }
      }
    }
  },
};

function isDeclared({ ports }: Container, port: string | number): boolean {
  return ports.some((each) => each.name === port || each.number === port);
}

function* portsAsked({
  value,
  path,
}: Container): Generator<{ readonly path: Path; readonly port: string | number }> {
  for (const asked of ASKED) {
    for (const place of places(value, asked, path)) {
      const stated = at(place.value, 'port');
      const port = number(stated) ?? text(stated);
      // Another host is asked than the pod itself.
      if (port === undefined || at(place.value, 'host') !== undefined) continue;
      // A number in quotes is one all the same.
      const own = typeof port === 'string' && /^\d+$/.test(port) ? Number(port) : port;
      yield { path: [...place.path, 'port'], port: own };
    }
  }
}
