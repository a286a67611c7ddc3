import { eachNamespace, eachRunning, eachWorkload, workload } from '../evidence/members.ts';
import { calledAsDeclared } from '../evidence/mesh.ts';
import { deniedByDefault, mayAskForNames, noOtherDefaults, podsIn } from '../evidence/namespaces.ts';
import { narrowPolicies, reachesAsDeclared, readByPrometheus } from '../evidence/network.ts';
import { rendered } from '../model/evidence.ts';
import { computed, contains } from '../model/expected.ts';
import { done, otherwise, type Row, type Section } from '../model/row.ts';
import { redisReached } from './evidence/redis-reached.ts';

const deny = rendered('namespaces/triptrip-api/networkpolicy-default-deny-all.yaml');

const allow = rendered('triptrip-api/triptrip-api/networkpolicy-allow-triptrip-api.yaml');

const tcp = (port: number) => ({ port, protocol: 'TCP' });

const networks = (cidrs: readonly string[]) => cidrs.map((cidr) => ({ ipBlock: { cidr } }));

const byName = 'Namespaces are chosen by the label that Kubernetes sets';

export const networkPolicies: Section<Row> = {
  title: 'Network policies of the API',
  entries: [
    done(
      'S4-190',
      'K',
      'Everything is refused at first',
      deny({ spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } }),
      deniedByDefault(eachNamespace()),
      noOtherDefaults,
    ),
    done(
      'S4-191',
      'K',
      'What the API may is allowed',
      allow({
        'spec.podSelector': { matchLabels: { app: 'triptrip-api' } },
        'spec.policyTypes': ['Ingress', 'Egress'],
      }),
      reachesAsDeclared(eachWorkload('triptrip')),
      narrowPolicies,
    ),
    otherwise(
      'S4-192',
      'K',
      'In: the ingress gateway',
      `${byName} (X-16).`,
      allow({
        'spec.ingress': contains({
          from: [podsIn('istio-system', { app: 'istio-ingressgateway' })],
          ports: [tcp(3000)],
        }),
      }),
    ),
    otherwise(
      'S4-193',
      'K',
      'In: any pod of the namespace',
      'Callers are declared: the gateway, the front end, and in the namespace only the smoke test (X-17).',
      reachesAsDeclared(workload('triptrip-api', 'triptrip')),
      calledAsDeclared(workload('triptrip-api', 'triptrip')),
    ),
    otherwise(
      'S4-194',
      'K',
      'In: Prometheus at 9090',
      'At 15020, where the proxy hands on the metrics of both (X-18, X-61).',
      allow({
        'spec.ingress': contains({
          from: [podsIn('monitoring', { 'app.kubernetes.io/name': 'prometheus' })],
          ports: [tcp(15020)],
        }),
      }),
      readByPrometheus(eachRunning('triptrip')),
    ),
    otherwise(
      'S4-195',
      'K',
      'Out: DNS',
      `For every pod of each namespace (X-17). ${byName} (X-16).`,
      mayAskForNames(eachNamespace()),
    ),
    otherwise(
      'S4-196',
      'K',
      'Out: PostgreSQL',
      'The subnets of the database: it is RDS (X-19).',
      allow({
        'spec.egress': computed('the data subnets at 5432', ({ cluster }) =>
          contains({ ports: [tcp(5432)], to: networks(cluster.terraform.dataSubnetCidrs) }),
        ),
      }),
    ),
    otherwise(
      'S4-197',
      'K',
      'Out: Redis at both ports',
      'At 6379 alone: the bus is the nodes’ own (X-20).',
      allow({
        'spec.egress': contains({
          ports: [tcp(6379)],
          to: [podsIn('triptrip-cache', { app: 'redis-cluster' })],
        }),
      }),
      redisReached,
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
      allow({
        'spec.egress': computed('the endpoints of AWS in the VPC at 443', ({ cluster }) =>
          contains({ ports: [tcp(443)], to: networks(cluster.terraform.vpcEndpointCidrs) }),
        ),
      }),
    ),
  ],
};
