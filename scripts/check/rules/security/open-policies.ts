import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { practiceOf } from '../../state/practice.ts';
import { at, fields, isFields, listAt, type Path, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

const policy = (name: string, rules: string) => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: shop }
spec: { selector: { matchLabels: { app: ${name} } }, action: ALLOW, rules: [${rules}] }
`;
const from = '{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }] }';
const others = ['api', 'cart', 'orders'].map((name) => policy(name, from)).join('');
/** What gives credentials to whoever asks, on the nodes of the clouds. */
const METADATA = '169.254.169.254';

/** Rules that let everybody through, where the others name whom. */
export const openPolicies: ClusterRule = {
  id: 'policy-lets-all',
  severity: 'warning',
  summary:
    'A policy with a rule for everybody where the others of the tree name whom they mean, or a mesh that takes plain text where it is strict otherwise',
  breaks:
    'One empty rule is enough: whatever stands beside it, everybody may do everything, and the policy looks as if it said something.',
  pitfalls: ['X-60', 'X-102'],
  failing: others + policy('payment', '{}'),
  passing: others + policy('payment', from),
  *judge(state) {
    yield* judgeAuthorization(state);
    yield* judgeNetwork(state);
    yield* judgeMetadata(state);
    yield* judgePeers(state);
  },
};

interface Place {
  readonly resource: Resource;
  readonly path: Path;
  readonly value: unknown;
}

function placesOf(resource: Resource, ...path: string[]): readonly Place[] {
  return listAt(resource.value, ...path).map((value, index) => ({ resource, path: [...path, index], value }));
}

function isEmpty(value: unknown): boolean {
  return isFields(value) && Object.values(value).every((each) => Array.isArray(each) && each.length === 0);
}

function* judgeAuthorization(state: ClusterState): Iterable<Said> {
  const rules = state
    .of('security.istio.io/AuthorizationPolicy')
    .filter(
      ({ value, isExtract }) =>
        !isExtract &&
        (textAt(value, 'spec', 'action') ??
          byDefault('security.istio.io/AuthorizationPolicy', 'spec.action')) === 'ALLOW',
    )
    .flatMap((resource) => placesOf(resource, 'spec', 'rules'));
  for (const { resource, path } of practiceOf(rules, ({ value }) => !isEmpty(value))?.lacks ?? []) {
    yield {
      resource,
      path,
      message: 'The rule is empty: every caller may do everything (any source, any operation).',
      fix: 'Write from with the principals that may call.',
    };
  }
}

function* judgeNetwork(state: ClusterState): Iterable<Said> {
  for (const direction of ['ingress', 'egress'] as const) {
    const rules = state
      .of('networking.k8s.io/NetworkPolicy')
      .filter(({ isExtract }) => !isExtract)
      .flatMap((resource) => placesOf(resource, 'spec', direction));
    for (const { resource, path } of practiceOf(rules, ({ value }) => !isEmpty(value))?.lacks ?? []) {
      yield {
        resource,
        path,
        message: `The ${direction} rule is empty: ${direction === 'ingress' ? 'everybody reaches every port of its pods' : 'its pods reach everything'}.`,
        fix: direction === 'ingress' ? 'Write from and ports.' : 'Write to and ports.',
      };
    }
  }
}

/** Whole address spaces without the addresses at which nodes have their credentials. */
function* judgeMetadata(state: ClusterState): Iterable<Said> {
  const blocks = state
    .of('networking.k8s.io/NetworkPolicy')
    .filter(({ isExtract }) => !isExtract)
    .flatMap((resource) =>
      placesOf(resource, 'spec', 'egress').flatMap(({ value, path }) =>
        listAt(value, 'to').map((peer, index) => ({
          resource,
          path: [...path, 'to', index, 'ipBlock'],
          value: fields(peer).ipBlock,
        })),
      ),
    )
    .filter(({ value }) => textAt(value, 'cidr') === '0.0.0.0/0');
  const excepts = ({ value }: Place) =>
    listAt(value, 'except').some((each) => /^169\.254\./.test(String(each)));
  const isHabit = blocks.some(excepts);
  for (const block of blocks) {
    if (excepts(block)) continue;
    const { resource, path } = block;
    yield {
      resource,
      path,
      severity: isHabit ? 'warning' : 'info',
      message: `0.0.0.0/0 has ${METADATA} in it, where a node gives its credentials to whoever asks${isHabit ? '; the other policies except it' : ''}.`,
      fix: `Write except with 169.254.0.0/16 and the private networks.`,
    };
  }
}

/** A part of a mesh that takes plain text, where the mesh or its namespace is strict. */
function* judgePeers(state: ClusterState): Iterable<Said> {
  const peers = state.of('security.istio.io/PeerAuthentication').filter(({ isExtract }) => !isExtract);
  const modeOf = ({ value }: Resource) => textAt(value, 'spec', 'mtls', 'mode');
  const strict = peers.filter((each) => modeOf(each) === 'STRICT');
  if (strict.length === 0) return;
  for (const resource of peers) {
    const mode = modeOf(resource);
    if (mode !== 'PERMISSIVE' && mode !== 'DISABLE') continue;
    const isPart = at(resource.value, 'spec', 'selector') !== undefined || strict.length > 0;
    if (!isPart) continue;
    yield {
      resource,
      path: ['spec', 'mtls', 'mode'],
      message: `${mode}: whoever is in the network may call without an identity; the rest of the mesh is STRICT.`,
      fix: 'Write STRICT, and portLevelMtls for the one port that must take plain text.',
    };
  }
}
