import type { ClusterRule } from '../../rule.ts';
import { listAt, numberAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

/** Ports of stores and tools, which nobody serves to the world. */
const INNER = new Map([
  [2379, 'etcd'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [5601, 'Kibana'],
  [6379, 'Redis'],
  [8500, 'Consul'],
  [9090, 'Prometheus'],
  [9092, 'Kafka'],
  [9093, 'Alertmanager'],
  [9200, 'Elasticsearch'],
  [11211, 'memcached'],
  [15672, 'RabbitMQ'],
  [27017, 'MongoDB'],
  [5672, 'RabbitMQ'],
]);
const TOOLS =
  /(?:^|-)(?:dashboard|admin|grafana|prometheus|alertmanager|kiali|jaeger|kibana|argocd|phpmyadmin|pgadmin|adminer|rabbitmq-management|flower|debug)(?:-|$)/;
const service = (annotations: string) => `
apiVersion: v1
kind: Service
metadata: { name: database, namespace: shop, annotations: { ${annotations} } }
spec: { type: LoadBalancer, selector: { app: database }, ports: [{ port: 5432 }] }
`;

/** A store or a tool that the whole world can reach. */
export const openLoadBalancer: ClusterRule = {
  id: 'load-balancer-open',
  severity: 'warning',
  summary: 'A database or a tool of the staff behind a load balancer that the world can reach',
  breaks: 'It is found within hours, and only its own password is in between.',
  failing: service(''),
  passing: service('service.beta.kubernetes.io/aws-load-balancer-scheme: internal'),
  *judge(state) {
    for (const resource of state.of('/Service')) {
      if (resource.isExtract) continue;
      const external = listAt(resource.value, 'spec', 'externalIPs');
      if (external.length > 0) {
        yield {
          resource,
          path: ['spec', 'externalIPs'],
          message:
            'With externalIPs it takes traffic to those addresses, whoever they belong to (CVE-2020-8554).',
          fix: 'Use type: LoadBalancer, or an Ingress.',
        };
      }
      if (textAt(resource.value, 'spec', 'type') !== 'LoadBalancer' || isInner(resource)) continue;
      const ports = listAt(resource.value, 'spec', 'ports').map((port) => numberAt(port, 'port') ?? 0);
      const store = ports.map((port) => INNER.get(port)).find((each) => each !== undefined);
      if (store === undefined && !TOOLS.test(resource.name)) continue;
      yield {
        resource,
        path: ['spec', 'type'],
        message: `${store ?? resource.name} has a load balancer that the world can reach.`,
        fix: 'Write type: ClusterIP; or an internal scheme, or spec.loadBalancerSourceRanges.',
      };
    }
  },
};

function isInner({ value, annotations }: Resource): boolean {
  const ranges = listAt(value, 'spec', 'loadBalancerSourceRanges');
  if (ranges.length > 0 && !ranges.includes('0.0.0.0/0') && !ranges.includes('::/0')) return true;
  return Object.entries(annotations).some(
    ([key, said]) =>
      /internal|scheme|load-balancer-type/i.test(key) && /^(?:true|internal|private)$/i.test(said),
  );
}
