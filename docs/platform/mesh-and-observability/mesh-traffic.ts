import { rendered, something, test } from '../../../scripts/rows/evidence.ts';
import { contains, including } from '../../../scripts/rows/expected.ts';
import { done, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';

const gateway = rendered('istio-ingressgateway/values.yaml', 'service');

const ingress = rendered('ingress/istio-system/ingress-public.yaml');

const annotation = (name: string) => `metadata.annotations["alb.ingress.kubernetes.io/${name}"]`;

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
    done(
      'S3-07',
      'K',
      'Load balancer, NodePort, gateway',
      gateway({ type: 'NodePort', 'ports[name=https].nodePort': 30443 }),
      ingress({
        [annotation('target-type')]: 'instance',
        'spec.rules[0].http.paths[0].backend.service.name': 'istio-ingressgateway',
      }),
    ),
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
    done(
      'S3-12',
      'K',
      'Sites by User-Agent, smartphones first',
      rendered(
        'pc-frontend/storefront/virtualservice-pc-frontend-public.yaml',
        'spec',
      )({
        'http[0].match[0].headers.user-agent.regex': '.*(iPhone|iPod|Android.*Mobile|Windows Phone).*',
        'http[0].delegate.name': 'smartphone-frontend-public',
        'http[name=stable].route[0].destination.host': 'pc-frontend.storefront.svc.cluster.local',
      }),
      test('test/platform/constructs/service/user-agent.test.ts', '%s is a smartphone'),
    ),
    otherwise(
      'S3-13',
      'K',
      'API clients by Host',
      'To the API gateway, as the text says; the table’s front end answers no API (contradiction 22).',
      rendered(
        'api-gateway/storefront/virtualservice-api-gateway-public.yaml',
        'spec',
      )({
        hosts: ['api.{domain}'],
        'http[name=stable].route[0].destination.host': 'api-gateway.storefront.svc.cluster.local',
      }),
    ),
    done(
      'S3-14',
      'K',
      'A site or the API gateway for each class of client',
      ingress({ 'spec.rules[*].host': contains('www.japan.example.com') }),
      ingress({ 'spec.rules[*].host': contains('api.japan.example.com') }),
      rendered('storefront/storefront/secretstore-aws-secrets-manager.yaml')({ kind: 'SecretStore' }),
    ),
  ],
};
