import { on, rendered } from '../../scripts/rows/evidence.ts';
import { contains } from '../../scripts/rows/expected.ts';
import { done, otherwise, type Row, type Section } from '../../scripts/rows/row.ts';

const deny = rendered('namespaces/triptrip-api/networkpolicy-default-deny-all.yaml');

const dns = rendered('namespaces/triptrip-api/networkpolicy-allow-dns.yaml');

const allow = rendered('triptrip-api/triptrip-api/networkpolicy-allow-triptrip-api.yaml');

const tcp = (port: number) => ({ port, protocol: 'TCP' });

const from = (namespace: string, labels: Readonly<Record<string, string>>) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  podSelector: { matchLabels: labels },
});

const byName = 'Namespaces are chosen by the label that Kubernetes sets';

export const networkPolicies: Section<Row> = {
  title: 'Network policies of the API',
  entries: [
    done(
      'S4-190',
      'K',
      'Everything is refused at first',
      deny({ 'spec.podSelector': {}, 'spec.policyTypes': ['Ingress', 'Egress'] }),
    ),
    done(
      'S4-191',
      'K',
      'What the API may is allowed',
      allow({
        'spec.podSelector.matchLabels': { app: 'triptrip-api' },
        'spec.policyTypes': ['Ingress', 'Egress'],
      }),
    ),
    otherwise(
      'S4-192',
      'K',
      'In: the ingress gateway',
      `${byName} (X-16).`,
      allow({
        'spec.ingress': contains({
          from: [from('istio-system', { app: 'istio-ingressgateway' })],
          ports: [tcp(3000)],
        }),
      }),
    ),
    otherwise(
      'S4-193',
      'K',
      'In: any pod of the namespace',
      'Callers are declared: the gateway, the front end, and in the namespace only the smoke test (X-17).',
      allow({
        'spec.ingress[*].ports[0].port': [tcp(3000), tcp(3000), tcp(3000), tcp(15020)].map(
          ({ port }) => port,
        ),
      }),
    ),
    otherwise(
      'S4-194',
      'K',
      'In: Prometheus at 9090',
      'At 15020, where the proxy hands on the metrics of both (X-18, X-61).',
      allow({
        'spec.ingress': contains({
          from: [from('monitoring', { 'app.kubernetes.io/name': 'prometheus' })],
          ports: [tcp(15020)],
        }),
      }),
    ),
    otherwise(
      'S4-195',
      'K',
      'Out: DNS',
      `For every pod of the namespace (X-17). ${byName} (X-16).`,
      dns({ 'spec.podSelector': {}, 'spec.egress[0].to[0]': from('kube-system', { 'k8s-app': 'kube-dns' }) }),
    ),
    otherwise(
      'S4-196',
      'K',
      'Out: PostgreSQL',
      'The subnets of the database: it is RDS (X-19).',
      on(
        allow({
          'spec.egress': contains({
            ports: [tcp(5432)],
            to: ['10.16.4.0/24', '10.16.5.0/24', '10.16.6.0/24'].map((cidr) => ({ ipBlock: { cidr } })),
          }),
        }),
        'triptrip-production',
      ),
    ),
    otherwise(
      'S4-197',
      'K',
      'Out: Redis at both ports',
      'At 6379 alone: the bus is the nodes’ own (X-20).',
      allow({
        'spec.egress': contains({
          ports: [tcp(6379)],
          to: [from('triptrip-cache', { app: 'redis-cluster' })],
        }),
      }),
    ),
    otherwise(
      'S4-198',
      'K',
      'Out: HTTPS to public addresses',
      'And to the endpoints of AWS in the VPC (X-20); shared and link-local addresses are private too.',
      allow({
        'spec.egress': contains({
          ports: [tcp(443)],
          to: [
            {
              ipBlock: {
                cidr: '0.0.0.0/0',
                except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
              },
            },
          ],
        }),
      }),
      on(
        allow({
          'spec.egress': contains({
            ports: [tcp(443)],
            to: ['10.16.8.0/28', '10.16.8.16/28', '10.16.8.32/28'].map((cidr) => ({ ipBlock: { cidr } })),
          }),
        }),
        'triptrip-production',
      ),
    ),
  ],
};
