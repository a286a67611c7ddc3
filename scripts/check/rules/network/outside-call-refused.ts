import { rangeOf } from '../../../cluster-model/objects/address.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import { callsOf, targetOf } from '../../state/called-hosts.ts';
import { hasPort, type Isolation, isolationOf } from '../../state/network-policies.ts';
import type { Workload } from '../../state/workload.ts';
import { DNS, SEALED } from './sample.ts';

const TOLD = SEALED.replace(
  'web:1.0.0,',
  "web:1.0.0, env: [{ name: PAYMENTS_URL, value: 'https://payments.example.net' }],",
);
const out = (port: number) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: ${port} }] }] }
`;

/** What is outside is reached by an address: no selector names it. */
export const outsideCallRefused: ClusterRule = {
  id: 'outside-call-refused',
  severity: 'error',
  summary:
    'A host outside that a program is told to call, or AWS for a role that it has, with no address open at the port',
  breaks:
    'The connection ends in a timeout: payments, queues, mail or the credentials of the role are out of reach.',
  pitfalls: ['X-19', 'X-20'],
  failing: TOLD + DNS + out(8443),
  passing: TOLD + DNS + out(443),
  *judge(state) {
    for (const workload of state.workloads) {
      const isolation = isolationOf(state, workload, 'egress');
      if (isolation === undefined) continue;
      const seen = new Set<number>();
      for (const call of callsOf(state, workload)) {
        const port = call.port;
        if (
          port === undefined ||
          seen.has(port) ||
          targetOf(state, call, workload.namespace).type !== 'external'
        )
          continue;
        seen.add(port);
        yield* judgePort(workload, isolation, {
          port,
          what: `is told to call ${call.host}:${port}`,
          host: call.host,
        });
      }
      const account = state.find('/ServiceAccount', workload.namespace, workload.serviceAccount);
      const role = account?.annotations['eks.amazonaws.com/role-arn'];
      if (role === undefined || seen.has(443)) continue;
      yield* judgePort(workload, isolation, {
        port: 443,
        what: `has the role of AWS ${role}, for which it calls STS at port 443`,
        host: undefined,
      });
    }
  },
};

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'];

interface Wanted {
  readonly port: number;
  readonly what: string;
  readonly host: string | undefined;
}

function* judgePort(
  { kind, namespace, name }: Workload,
  { policies, rules }: Isolation,
  { port, what, host }: Wanted,
): Generator<Said> {
  const open = rules.filter(({ rule }) => hasPort(rule, 'TCP', port));
  const blocks = open.flatMap(({ rule }) =>
    rule.peers.flatMap(({ block, isUnreadable }) =>
      block === undefined && !isUnreadable ? [] : [block?.cidr],
    ),
  );
  const isAny = open.some(
    ({ rule }) =>
      rule.peers.length === 0 ||
      rule.peers.some(
        ({ namespaceSelector, podSelector }) =>
          namespaceSelector !== undefined &&
          podSelector?.matchLabels !== undefined &&
          /egress|proxy/.test(JSON.stringify(podSelector)),
      ),
  );
  const isPublic =
    host !== undefined && !/(?:amazonaws\.com|amazonaws\.com\.cn|internal|local|corp|lan|intra)$/.test(host);
  if (isAny || (blocks.length > 0 && !(isPublic && blocks.every(isPrivate)))) return;
  const policy =
    policies.find(
      ({ selector, types }) => types.has('egress') && Object.keys(selector.matchLabels).length > 0,
    ) ?? policies[0];
  if (policy === undefined) return;
  yield {
    resource: policy.resource,
    path: ['spec', 'egress'],
    message: `${kind} ${namespace}/${name} ${what}, and its NetworkPolicies (${policies.map(({ resource }) => resource.name).join(', ')}) admit ${blocks.length > 0 ? `only private addresses (${blocks.join(', ')})` : 'no address'} at that port.`,
    fix: `Admit TCP port ${port} to an ipBlock with the addresses${isPublic ? ', such as 0.0.0.0/0 except the private networks' : ' of its endpoint'}.`,
  };
}

function isPrivate(cidr: string | undefined): boolean {
  const own = cidr === undefined ? undefined : rangeOf(cidr);
  return PRIVATE.some((network) => {
    const whole = rangeOf(network);
    return (
      own !== undefined &&
      whole !== undefined &&
      whole.family === own.family &&
      whole.first <= own.first &&
      own.last <= whole.last
    );
  });
}
