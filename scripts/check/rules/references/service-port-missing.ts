import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, number, type Path, places, text } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { referencesIn } from './references-in.ts';
import { hasPort, portsText, servicePorts } from './service-ports.ts';

const SAMPLE = (port: string) => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  defaultBackend: { service: { name: web, port: { ${port} } } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
`;

/** Where the port of a Service stands beside its name, from the object that holds the name. */
interface PortPlace {
  readonly path: Path;
  readonly port: string | number;
}

/** A Service is found by its name and then has no such port. */
export const servicePortMissing: ClusterRule = {
  id: 'service-port-missing',
  severity: 'error',
  summary: 'A port of a Service that it does not have, as a backend, a webhook or a binding names it',
  breaks:
    'Requests are answered with 503, the target group stays empty, or the API server cannot call its webhook.',
  failing: SAMPLE('number: 8080'),
  passing: SAMPLE('number: 80'),
  *judge(state) {
    for (const { resource, path, target } of referencesIn(state)) {
      if (target.kind !== 'Service' || target.group !== '') continue;
      const found = portBeside(resource, path);
      const ports = servicePorts(state, target.namespace, target.name);
      if (found === undefined || ports === undefined || hasPort(ports, found.port)) continue;
      const names = ports.map(({ name }) => name ?? '');
      const meant =
        typeof found.port === 'string' ? didYouMean(found.port, names) : meantBy(state, target, found.port);
      yield {
        resource,
        path: found.path,
        message: `The Service ${target.namespace}/${target.name} has no port ${found.port}; it has ${portsText(ports) || 'none'}.`,
        fix: `Write a port of the Service${meant}.`,
      };
    }
  },
};

/** Often the port of the container is written where that of the Service is meant. */
function meantBy(
  state: ClusterState,
  target: { readonly namespace: string; readonly name: string },
  port: number,
): string {
  const service = state.find('/Service', target.namespace, target.name);
  const same = [...places(service?.value, 'spec.ports[]')].find(
    ({ value }) => at(value, 'targetPort') === port,
  );
  return same === undefined
    ? ''
    : `: ${port} is that of the container, and ${String(at(same.value, 'port'))} that of the Service`;
}

/** Ports by the kind of the object, from the object in which the name of the Service stands. */
function portBeside(resource: Resource, path: Path): PortPlace | undefined {
  const holder = path.slice(0, -1);
  const own = at(resource.value, ...holder);
  const port = (field: string, byDefault?: number): PortPlace | undefined => {
    const value = at(own, field);
    const found = number(value) ?? text(value) ?? byDefault;
    return found === undefined
      ? undefined
      : { path: value === undefined ? path : [...holder, field], port: found };
  };
  switch (resource.kind) {
    case 'Ingress': {
      const stated = number(at(own, 'port', 'number')) ?? text(at(own, 'port', 'name'));
      if (stated === undefined || stated === 'use-annotation') return undefined;
      return { path: [...holder, 'port', typeof stated === 'number' ? 'number' : 'name'], port: stated };
    }
    case 'TargetGroupBinding':
    case 'HTTPRoute':
    case 'GRPCRoute':
    case 'TLSRoute':
    case 'TCPRoute':
    case 'UDPRoute':
    case 'Prometheus':
      return path.includes('parentRefs') ? undefined : port('port');
    case 'ValidatingWebhookConfiguration':
    case 'MutatingWebhookConfiguration':
    case 'APIService':
    case 'CustomResourceDefinition':
      return port('port', 443);
    default:
      return undefined;
  }
}
