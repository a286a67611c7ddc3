import { rendered, test } from '../../../scripts/rows/evidence.ts';
import { contains } from '../../../scripts/rows/expected.ts';
import { done, open, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';

const gateway = rendered('istio-ingressgateway/values.yaml', 'service');
const ingress = rendered('ingress/istio-system/ingress-public.yaml');
const annotation = (name: string) => `metadata.annotations["alb.ingress.kubernetes.io/${name}"]`;

export const meshTraffic: Section<Row> = {
  title: 'Mesh and observability: traffic inside the mesh',
  clusters: ['prod-japan'],
  entries: [
    open('S3-06', 'K', '', 'Not answered yet.'),
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
    open('S3-08', 'K', '', 'Not answered yet.'),
    done(
      'S3-09',
      'K',
      'MySQL by its port',
      rendered(
        'storefront/storefront/serviceentry-storefront-cluster-c63jskeyoe3t-ap-northeast-1-rds-amazonaws-com.yaml',
        'spec',
      )({ 'ports[0]': { number: 3306, name: 'tcp-3306', protocol: 'TCP' } }),
      test(
        'test/apps/storefront.test.ts',
        'S3-09: the proxies pass it on by port, and only this product knows it',
      ),
    ),
    open('S3-10', 'K', '', 'Not answered yet.'),
    done(
      'S3-11',
      'K',
      'A Gateway behind the NodePort',
      rendered(
        'ingress/istio-system/gateway-public-gateway.yaml',
        'spec',
      )({ selector: { app: 'istio-ingressgateway' }, 'servers[0].port.number': 443 }),
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
