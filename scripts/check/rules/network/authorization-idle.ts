import { didYouMean } from '../../../../clusters/nearest-name.ts';
import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { meshInstallation } from '../../state/mesh.ts';
import { hasProxy, memberOf, tlsModeAt } from '../../state/mesh-members.ts';
import { listAt, places, textAt, textsAt } from '../../state/read.ts';
import { portsOf } from '../../state/workload.ts';
import { CART } from '../traffic/sample.ts';
import { type Authorization, authorizationsIn, rootNamespace, textsOf } from './authorization-policies.ts';

const policy = (rest: string) => `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  rules: [{ from: [{ source: { ${rest} } }] }]
`;

/** What nobody proves, no rule can ask for. */
export const authorizationIdle: ClusterRule = {
  id: 'authorization-idle',
  severity: 'error',
  summary: 'An AuthorizationPolicy that nobody enforces, or that asks for a proof which nobody checks',
  breaks: 'Either everybody passes, since no proxy is there to ask, or nobody, since the proof never comes.',
  failing: CART + policy("requestPrincipals: ['*']"),
  passing: CART + policy("principals: ['*']"),
  *judge(state) {
    for (const authorization of authorizationsIn(state)) {
      yield* judgeTokens(state, authorization);
      yield* judgeProxies(state, authorization);
      yield* judgePlain(state, authorization);
      yield* judgeProvider(state, authorization);
      yield* judgeForm(authorization);
    }
  },
};

/** Tokens are read where a RequestAuthentication says whose they are. */
function* judgeTokens(
  state: ClusterState,
  { resource, workloads, rules, action, hasTargets }: Authorization,
): Generator<Said> {
  const root = rootNamespace(state);
  const checked = state.of('security.istio.io/RequestAuthentication');
  const isChecked = workloads.some(({ namespace, labels }) =>
    checked.some((each) => {
      const own = textsAt(each.value, 'spec', 'selector', 'matchLabels');
      return (each.namespace === namespace || each.namespace === root) && containsLabels(labels, own);
    }),
  );
  if (hasTargets || isChecked || workloads.length === 0) return;
  for (const rule of rules) {
    const [token] = textsOf(rule, 'from', 'requestPrincipals');
    const claim = [...places(rule.value, 'when[].key')].find(
      ({ value }) => typeof value === 'string' && /^request\.auth\./.test(value),
    );
    const path = token?.path ?? (claim && [...rule.path, ...claim.path]);
    if (path === undefined) continue;
    yield {
      resource,
      path,
      message: `The rule asks for ${token === undefined ? `the claim ${String(claim?.value)}` : 'the identity of a token'}, and no RequestAuthentication is for these pods: no token is ever read, and the rule ${action === 'DENY' ? 'denies nobody' : 'allows nobody'}.`,
      fix: 'Add a RequestAuthentication with the issuer for the same pods, or ask for something else.',
    };
  }
}

/** Without a proxy nobody asks. Where the whole namespace has none, that is said of the namespace. */
function* judgeProxies(
  state: ClusterState,
  { resource, workloads, selector, hasTargets }: Authorization,
): Generator<Said> {
  if (hasTargets || Object.keys(selector).length === 0 || workloads.length === 0) return;
  if (workloads.some((workload) => memberOf(state, workload) !== 'none' || workload.isMade)) return;
  const neighbours = state.workloadsIn(resource.namespace).some((workload) => hasProxy(state, workload));
  if (!neighbours) return;
  const [first] = workloads;
  yield {
    resource,
    path: ['spec', 'selector'],
    message: `The pods of ${first?.kind} ${first?.namespace}/${first?.name} have no proxy: nobody asks the policy, and every caller passes.`,
    fix: 'Put the pods into the mesh, or guard them by a NetworkPolicy.',
  };
}

/** In the clear nobody has an identity. */
function* judgePlain(
  state: ClusterState,
  { resource, workloads, rules, action }: Authorization,
): Generator<Said> {
  if (action !== 'ALLOW' || workloads.length === 0) return;
  for (const rule of rules) {
    const [principal] = [
      ...textsOf(rule, 'from', 'principals'),
      ...textsOf(rule, 'from', 'namespaces'),
      ...textsOf(rule, 'from', 'serviceAccounts'),
    ];
    if (principal === undefined || listAt(rule.value, 'from').length > 1) continue;
    const named = [...textsOf(rule, 'to', 'ports')].map(({ text }) => Number(text));
    const ports = workloads.flatMap((workload) =>
      (named.length > 0 ? named : portsOf(workload).map(({ number }) => number)).map(
        (port) => tlsModeAt(state, workload, port)?.mode,
      ),
    );
    if (ports.length === 0 || !ports.every((mode) => mode === 'DISABLE')) continue;
    yield {
      resource,
      path: principal.path,
      message: `The pods take calls in the clear only (mutual TLS is DISABLE), where no caller has an identity: the rule allows nobody.`,
      fix: 'Set the mode of the PeerAuthentication to STRICT or PERMISSIVE, or allow by ipBlocks.',
    };
  }
}

/** Whoever is asked from outside has to be declared in the mesh's configuration. */
function* judgeProvider(state: ClusterState, { resource, action }: Authorization): Generator<Said> {
  const name = textAt(resource.value, 'spec', 'provider', 'name');
  if (action !== 'CUSTOM') {
    if (name === undefined) return;
    yield {
      resource,
      path: ['spec', 'provider'],
      message: `A provider is asked with action: CUSTOM only, and this is ${action}: Istio refuses it.`,
      fix: 'Write action: CUSTOM, or take the provider out.',
    };
    return;
  }
  const { meshConfig } = meshInstallation(state);
  const declared = listAt(meshConfig, 'extensionProviders').flatMap((each) => textAt(each, 'name') ?? []);
  if (name === undefined) {
    yield {
      resource,
      path: ['spec', 'action'],
      message: 'CUSTOM asks a provider, and none is named: Istio refuses it.',
      fix: 'Write provider: { name: … } with one of meshConfig.extensionProviders.',
    };
  } else if (meshConfig !== undefined && !declared.includes(name)) {
    yield {
      resource,
      path: ['spec', 'provider', 'name'],
      message: `The mesh has no provider ${name}: every request to the pods is denied.`,
      fix: `Declare it under meshConfig.extensionProviders${didYouMean(name, declared)}.`,
    };
  }
}

/** Keys of conditions that Istio knows. */
const KEYS =
  /^(?:request\.(?:headers|auth\.claims)\[.+\]|request\.auth\.(?:principal|audiences|presenter)|source\.(?:ip|namespace|principal|serviceAccount)|remote\.ip|destination\.(?:ip|port)|connection\.sni|experimental\..+)/;

function* judgeForm({ resource, rules, hasTargets, selector }: Authorization): Generator<Said> {
  for (const rule of rules) {
    for (const { value, path } of places(rule.value, 'when[].key')) {
      if (typeof value !== 'string' || KEYS.test(value)) continue;
      yield {
        resource,
        path: [...rule.path, ...path],
        message: `Istio knows no condition ${value}, and refuses the policy.`,
        fix: 'Write one such as request.headers[name], request.auth.claims[name], source.ip or destination.port.',
      };
    }
  }
  if (hasTargets && Object.keys(selector).length > 0) {
    yield {
      resource,
      path: ['spec', 'selector'],
      message: 'It has both a selector and targetRefs, and Istio takes one of them only.',
      fix: 'Take the selector out, or targetRefs.',
    };
  }
}
