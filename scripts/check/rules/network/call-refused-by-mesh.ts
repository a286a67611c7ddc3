import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { modelIn } from '../../state/connections.ts';
import { refusalOf } from '../../state/mesh-layer.ts';
import { memberOf } from '../../state/mesh-members.ts';
import { places, textsAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';
import { CART, GATEWAY } from '../traffic/sample.ts';
import { type DeclaredCall, declaredCallsIn } from './declared-calls.ts';

const policy = (account: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec: { hosts: [shop.example.com], gateways: [ingress/public], http: [{ route: [{ destination: { host: cart } }] }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  rules: [{ from: [{ source: { principals: [cluster.local/ns/ingress/sa/${account}] } }] }]
`;

/** Calls that the tree itself declares: by a route, a variable or a NetworkPolicy. */
export const callRefusedByMesh: ClusterRule = {
  id: 'call-refused-by-mesh',
  severity: 'error',
  summary: 'A call that the tree declares, and that an AuthorizationPolicy, mutual TLS or a Sidecar refuses',
  breaks: 'The caller gets 403, 502 or a reset connection, although network, route and Service are right.',
  pitfalls: ['X-60', 'X-61'],
  failing: `${CART}---\n${GATEWAY}${policy('gateway')}`,
  passing: `${CART}---\n${GATEWAY}${policy('default')}`,
  *judge(state) {
    if (modelIn(state).mesh === undefined) return;
    const seen = new Set<string>();
    for (const call of declaredCallsIn(state)) {
      if (memberOf(state, call.callee) === 'none' && memberOf(state, call.caller) === 'none') continue;
      // What a gateway hands on to others without ending TLS keeps the certificate of whoever called.
      if (call.means === 'policy' && memberOf(state, call.caller) === 'gateway') continue;
      const said = judgeCall(state, call);
      const key =
        said && `${said.resource.namespace}/${said.resource.kind}/${said.resource.name} ${said.message}`;
      if (said === undefined || key === undefined || seen.has(key)) continue;
      seen.add(key);
      yield said;
    }
  },
};

function judgeCall(state: ClusterState, { caller, callee, port, by, means }: DeclaredCall): Said | undefined {
  const reason = refusalOf(state, caller, callee, port);
  if (reason === undefined || /no VirtualService|No Gateway/.test(reason.says)) return undefined;
  const title = ({ kind, namespace, name }: Workload) => `${kind} ${namespace}/${name}`;
  const why =
    means === 'route'
      ? 'has a route to'
      : means === 'variable'
        ? 'is told to call'
        : 'is admitted by NetworkPolicies to';
  const start = `${title(caller)} ${why} ${title(callee)} at port ${port}`;
  if (/REGISTRY_ONLY/.test(reason.says)) {
    const sidecar = ofKind(state, 'networking.istio.io/Sidecar', caller, [
      'spec',
      'workloadSelector',
      'labels',
    ]);
    return {
      resource: sidecar ?? caller.resource,
      path: sidecar === undefined ? [] : ['spec', 'egress'],
      message: `${start}, and its proxy does not know the host: it lets out only what the Sidecar names (REGISTRY_ONLY).`,
      fix: `Add the host of ${title(callee)} to the hosts of spec.egress, as ${callee.namespace === caller.namespace ? '.' : callee.namespace}/name.namespace.svc.cluster.local.`,
    };
  }
  if (/STRICT|ISTIO_MUTUAL/.test(reason.says)) {
    return {
      resource: caller.resource,
      path: caller.metadataPath,
      message: `${start}, which takes only calls with a certificate of the mesh (STRICT), and ${memberOf(state, caller) === 'none' ? 'has no proxy' : 'calls it in the clear'}.`,
      fix:
        memberOf(state, caller) === 'none'
          ? `Put the pods into the mesh, or set portLevelMtls of port ${port} to PERMISSIVE for the callee.`
          : 'Add the host to the Sidecar of the caller, so that its proxy sends its certificate.',
    };
  }
  const refusing = ofKind(
    state,
    'security.istio.io/AuthorizationPolicy',
    callee,
    ['spec', 'selector', 'matchLabels'],
    port,
  );
  const account = `ns/${caller.namespace}/sa/${caller.serviceAccount}`;
  return {
    resource: refusing ?? by,
    path: ['spec'],
    message: `${start} as ${account}, and the AuthorizationPolicies of the latter refuse it${/denied/.test(reason.says) ? ': it is denied' : ': no rule allows it'}.`,
    fix: /denied/.test(reason.says)
      ? 'Let the rule leave the caller out, or write action: ALLOW where that is meant.'
      : memberOf(state, caller) === 'none'
        ? 'Put the caller into the mesh: without a certificate it has no principal. Or allow it by ipBlocks.'
        : `Allow the principal <trust domain>/${account} at port ${port}.`,
  };
}

/** The object of a kind that selects a workload by its own labels, one about the port first, or that of its namespace. */
function ofKind(
  state: ClusterState,
  kind: string,
  workload: Workload,
  selector: readonly string[],
  port?: number,
): Resource | undefined {
  const own = state.of(kind).filter(({ namespace }) => namespace === workload.namespace);
  const selecting = own.filter(({ value }) => {
    const labels = textsAt(value, ...selector);
    return Object.keys(labels).length > 0 && containsLabels(workload.labels, labels);
  });
  const whole = own.find(({ value }) => Object.keys(textsAt(value, ...selector)).length === 0);
  if (port === undefined) return selecting[0] ?? whole;
  const portsOf = ({ value }: Resource) =>
    [...places(value, 'spec.rules[].to[].operation.ports[]')].map((each) => each.value);
  const about =
    selecting.find((each) => portsOf(each).includes(`${port}`)) ??
    selecting.find((each) => portsOf(each).length === 0);
  return about ?? whole ?? selecting[0];
}
