import type { Pods } from '../pods.ts';
import type { Service } from '../services.ts';
import type { ApiGateway } from './gateway.ts';

/** The Gateway that pods serve. */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
const CLASS_NAME = 'gateway.networking.k8s.io/gateway-class-name';
const SERVICE_TYPE = 'networking.istio.io/service-type';
/** Between pods of the mesh; it opens nothing that was not open before. */
const WAYPOINT = /waypoint/;

interface Made {
  readonly pods: readonly Pods[];
  readonly services: readonly Service[];
}

/** The pods and Services that Istio makes for Gateways, where the tree has none for them. */
export function madeByIstio(gateways: readonly ApiGateway[], pods: readonly Pods[]): Made {
  const served = new Set(pods.map(({ namespace, labels }) => `${namespace}/${labels[GATEWAY_NAME]}`));
  const made = gateways.filter(
    ({ isIstio, className, hosts, namespace, name }) =>
      isIstio && !WAYPOINT.test(className) && hosts.length === 0 && !served.has(`${namespace}/${name}`),
  );
  return { pods: made.map(podsFor), services: made.map(serviceFor) };
}

function podsFor({ namespace, name, className, listeners, labels, annotations, found }: ApiGateway): Pods {
  const ports = new Map(
    listeners.map(({ port, protocol }) => [port, protocol === 'UDP' ? ('UDP' as const) : ('TCP' as const)]),
  );
  return {
    namespace,
    kind: 'Deployment',
    name: `${name}-${className}`,
    labels: {
      ...labels,
      [GATEWAY_NAME]: name,
      [CLASS_NAME]: className,
      'istio.io/dataplane-mode': 'none',
    },
    annotations,
    ports: [...ports].map(([number, protocol]) => ({ number, protocol })),
    serviceAccount: `${name}-${className}`,
    hostNetwork: false,
    single: false,
    containers: ['istio-proxy'],
    addresses: [],
    found,
  };
}

function serviceFor({ namespace, name, className, listeners, annotations, found }: ApiGateway): Service {
  const type = annotations[SERVICE_TYPE] ?? 'LoadBalancer';
  return {
    namespace,
    name: `${name}-${className}`,
    host: `${name}-${className}.${namespace}.svc.cluster.local`,
    type,
    isInternal: false,
    selector: { [GATEWAY_NAME]: name },
    ports: listeners.map((listener) => ({
      port: listener.port,
      name: listener.name,
      protocol: listener.protocol === 'UDP' ? 'UDP' : 'TCP',
      targetPort: listener.port,
      appProtocol: undefined,
    })),
    exportTo: [],
    found,
  };
}
