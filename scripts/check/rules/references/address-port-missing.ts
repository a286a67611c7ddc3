import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { list, textAt } from '../../state/read.ts';
import { portsOf, type Workload } from '../../state/workload.ts';
import { type AddressPlace, addressPlacesIn } from './address-places.ts';
import { plainAddresses, serviceNamed } from './addresses.ts';
import { portsText, servicePorts, workloadsBehind } from './service-ports.ts';

const SAMPLE = (port: number) => `
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
          env: [{ name: CATALOG_URL, value: "http://catalog.shop:${port}/items" }]
---
apiVersion: v1
kind: Service
metadata: { name: catalog, namespace: shop }
spec: { clusterIP: 10.96.0.20, ports: [{ name: http, port: 80, targetPort: 8080 }] }
`;

/** A connection to a port that a Service does not have gets no answer. */
export const addressPortMissing: ClusterRule = {
  id: 'address-port-missing',
  severity: 'error',
  summary: 'An address with a port that the Service does not have; often that of the container is written',
  breaks: 'Connections are refused or run into their timeout, while the Service and its pods look healthy.',
  pitfalls: ['X-13', 'X-76'],
  failing: SAMPLE(8080),
  passing: SAMPLE(80),
  *judge(state) {
    for (const place of addressPlacesIn(state)) yield* saidOf(state, place);
    for (const workload of state.workloads) yield* ofPairs(state, workload);
  },
};

function* saidOf(state: ClusterState, place: AddressPlace): Generator<Said> {
  const { host, port, resource } = place;
  const service = serviceNamed(host, resource.namespace, state.namespaces);
  if (port === undefined || service === undefined) return;
  const problem = problemOf(state, service, port);
  if (problem !== undefined) yield { resource, path: place.path, ...problem };
}

function problemOf(
  state: ClusterState,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  port: number,
): Pick<Said, 'message' | 'fix'> | undefined {
  const ports = servicePorts(state, namespace, name);
  if (ports === undefined || ports.length === 0 || ports.some(({ number }) => number === port))
    return undefined;
  const service = state.find('/Service', namespace, name);
  // The name of a headless Service is that of its pods, which listen where they do.
  if (service !== undefined && textAt(service.value, 'spec', 'clusterIP') === 'None') {
    const declared = workloadsBehind(state, service).flatMap((workload) => portsOf(workload));
    if (declared.length === 0 || declared.some(({ number }) => number === port)) return undefined;
  }
  return {
    message: `The Service ${namespace}/${name} has no port ${port}; it has ${portsText(ports)}.`,
    fix: `Write ${ports.length === 1 ? `port ${ports[0]?.number ?? ''}` : 'one of the ports of the Service'}, or add ${port} to the Service.`,
  };
}

/** A host in one variable, and its port in another with the same beginning of the name. */
function* ofPairs(
  state: ClusterState,
  { containers, resource, namespace, isMade }: Workload,
): Generator<Said> {
  if (isMade || resource.isExtract) return;
  for (const { value, path } of containers) {
    const variables = list(value.env).map((variable, index) => ({
      name: textAt(variable, 'name') ?? '',
      value: textAt(variable, 'value') ?? '',
      index,
    }));
    for (const { name, value: host } of variables) {
      const stem = /^(.*?)_?(?:HOST|HOSTNAME|ADDR|ADDRESS|SERVER)$/i.exec(name)?.[1];
      if (stem === undefined) continue;
      const other = variables.find(
        (each) => each.name.toUpperCase() === `${stem.toUpperCase()}${stem === '' ? '' : '_'}PORT`,
      );
      const [address] = plainAddresses(host) ?? [];
      if (other === undefined || address === undefined || !/^\d+$/.test(other.value)) continue;
      const service = serviceNamed(address.host, namespace, state.namespaces);
      const problem = service === undefined ? undefined : problemOf(state, service, Number(other.value));
      if (problem !== undefined) yield { resource, path: [...path, 'env', other.index, 'value'], ...problem };
    }
  }
}
