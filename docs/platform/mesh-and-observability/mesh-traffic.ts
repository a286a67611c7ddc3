import { rendered, something } from '../../../scripts/rows/evidence.ts';
import { including } from '../../../scripts/rows/expected.ts';
import { done, open, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';

export const meshTraffic: Section<Row> = {
  title: 'Mesh and observability: traffic inside the mesh',
  clusters: ['prod-japan'],
  entries: [
    done(
      'S3-06',
      'K',
      'Chosen namespaces get the proxy',
      rendered('namespaces/_cluster/namespace-prod.yaml')({
        'metadata.labels': including({ 'istio.io/rev': '1-30' }),
      }),
    ),
    open('S3-07', 'K', '', 'Not answered yet.'),
    done(
      'S3-08',
      'K',
      'Proxies balance outbound calls at L7',
      rendered('user-service/prod/destinationrule-user-service.yaml')({
        'spec.trafficPolicy.loadBalancer.simple': 'LEAST_REQUEST',
      }),
    ),
    otherwise(
      'S3-09',
      'K',
      'MySQL outside the cluster at L4',
      'The same for PostgreSQL: the engine is a value of the contract (contradiction 21).',
      rendered(
        'streaming/prod/serviceentry-users-cluster-c63jskeyoe3t-ap-northeast-1-rds-amazonaws-com.yaml',
      )({ 'spec.ports[0].protocol': 'TCP', 'spec.location': 'MESH_EXTERNAL' }),
    ),
    done(
      'S3-10',
      'K',
      'istiod configures the proxies',
      rendered('istiod/values.yaml')({
        autoscaleMin: 2,
        'topologySpreadConstraints[0].topologyKey': 'topology.kubernetes.io/zone',
      }),
    ),
    done(
      'S3-11',
      'K',
      'A Gateway takes what the NodePort brings',
      something(/^ingress\/istio-system\/gateway-/, 'the Gateway'),
    ),
    open('S3-12', 'K', '', 'Not answered yet.'),
    open('S3-13', 'K', '', 'Not answered yet.'),
    open('S3-14', 'K', '', 'Not answered yet.'),
  ],
};
