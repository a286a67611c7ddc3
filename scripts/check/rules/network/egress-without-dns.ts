import type { ClusterRule, Said } from '../../rule.ts';
import { callsOf } from '../../state/called-hosts.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { hasProxy } from '../../state/mesh-members.ts';
import { hasPort, type Isolation, isolationOf, lets } from '../../state/network-policies.ts';
import type { Resource } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';
import { CALL, DNS, SEALED } from './sample.ts';
import { systemParty } from './system-parties.ts';

/** Names are asked for over UDP, and over TCP where the answer is long. */
export const egressWithoutDns: ClusterRule = {
  id: 'egress-without-dns',
  severity: 'error',
  summary: "Pods that may call others, and may not ask the cluster's DNS for their names",
  breaks: 'No name is found: each call fails after seconds, although the call itself is allowed.',
  pitfalls: ['X-16', 'X-17'],
  failing: SEALED + DNS.replace('kubernetes.io/metadata.name: kube', 'name: kube') + CALL,
  passing: SEALED + DNS + CALL,
  *judge(state) {
    for (const workload of state.workloads) {
      const isolation = isolationOf(state, workload, 'egress');
      if (isolation !== undefined) yield* judgeIsolation(state, workload, isolation);
    }
  },
};

function* judgeIsolation(state: ClusterState, workload: Workload, isolation: Isolation): Generator<Said> {
  const own = state
    .workloadsIn('kube-system')
    .find(({ labels, kind }) => labels['k8s-app'] === 'kube-dns' && kind !== 'DaemonSet');
  const dns = systemParty(
    state,
    isolation,
    { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    own,
  );
  const missing = ['UDP', 'TCP'].filter(
    (protocol) => ![53, 5353].some((port) => isolation.rules.some((rule) => lets(rule, dns, protocol, port))),
  );
  if (missing.length === 0) return;
  const calls = isolation.rules.some(({ rule }) => !isForDns(rule));
  if (!calls && !hasProxy(state, workload) && callsOf(state, workload).length === 0) return;
  // Where a rule is about DNS, it is the one to mend.
  const tried = isolation.rules.find(({ rule }) => isForDns(rule));
  const [first] = isolation.policies;
  const resource = tried?.policy.resource ?? first?.resource;
  if (resource === undefined) return;
  const others = aboutDns(state).find(
    ({ namespace, name }) => namespace === workload.namespace && name !== resource.name,
  );
  const title = `${workload.kind} ${workload.namespace}/${workload.name}`;
  const peers = tried?.rule.peers[0];
  yield {
    resource,
    path:
      tried === undefined
        ? ['spec', 'podSelector']
        : missing.length === 2 && peers !== undefined
          ? peers.path
          : [...tried.rule.path, 'ports'],
    severity: missing.includes('UDP') ? 'error' : 'warning',
    message:
      tried !== undefined && missing.length === 2
        ? `The rule for port 53 does not admit the cluster's DNS (k8s-app=kube-dns in kube-system): the pods of ${title} find no name.`
        : `The pods of ${title} may not open ${missing.join(' and ')} port 53 of the cluster's DNS: ${missing.includes('UDP') ? 'they find no name' : 'long answers fail'}.`,
    fix:
      tried === undefined && others !== undefined
        ? `Let the podSelector of NetworkPolicy ${others.name} select these pods too.`
        : 'Admit port 53, UDP and TCP, to namespaceSelector { kubernetes.io/metadata.name: kube-system } with podSelector { k8s-app: kube-dns }.',
  };
}

const aboutDns = remembered((state: ClusterState): readonly Resource[] =>
  state
    .of('networking.k8s.io/NetworkPolicy')
    .filter(({ value }) => /"port":53\b/.test(JSON.stringify(value))),
);

function isForDns(rule: Isolation['rules'][number]['rule']): boolean {
  return rule.ports.length > 0 && (hasPort(rule, 'UDP', 53) || hasPort(rule, 'TCP', 53));
}
