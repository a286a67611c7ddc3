import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { keysOf } from '../../state/presence.ts';
import { at, textAt } from '../../state/read.ts';
import { titleOf } from '../../state/resource.ts';
import type { Reference } from './reference.ts';
import { referencesIn } from './references-in.ts';

const SAMPLE = (type: string) => `
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop }
imagePullSecrets: [{ name: registry }]
---
apiVersion: v1
kind: Secret
metadata: { name: registry, namespace: shop }
type: ${type}
stringData: { .dockerconfigjson: "{}" }
`;

/** The kubelet passes over Secrets of other types without a word. */
export const pullSecretType: ClusterRule = {
  id: 'pull-secret-type',
  severity: 'error',
  summary: 'Images pulled, or TLS ended, with a Secret of another type or without the keys for it',
  breaks: 'Images of a private registry are not pulled; an Ingress shows the default certificate.',
  failing: SAMPLE('Opaque'),
  passing: SAMPLE('kubernetes.io/dockerconfigjson'),
  *judge(state) {
    for (const reference of referencesIn(state)) {
      if (reference.target.kind !== 'Secret' || reference.target.group !== '') continue;
      const wanted = wantedBy(reference);
      if (wanted === undefined) continue;
      const problem = problemOf(state, reference, wanted);
      if (problem === undefined) continue;
      yield {
        resource: reference.resource,
        path: reference.path,
        message: `${titleOf(reference.target)} ${problem}: ${wanted.effect}.`,
        fix: `Name a Secret with the ${wanted.keys.length === 1 ? 'key' : 'keys'} ${wanted.keys.join(' and ')}, of the type ${wanted.types[0] ?? ''}.`,
      };
    }
  },
};

interface Wanted {
  readonly types: readonly string[];
  readonly keys: readonly string[];
  readonly effect: string;
}

const PULLED: Wanted = {
  types: ['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg'],
  keys: ['.dockerconfigjson'],
  effect: 'no image is pulled with it',
};
const TLS: Wanted = {
  types: ['kubernetes.io/tls'],
  keys: ['tls.crt', 'tls.key'],
  effect: 'there is no certificate in it',
};

function wantedBy({ path, resource }: Reference): Wanted | undefined {
  if (path.includes('imagePullSecrets')) return PULLED;
  return resource.kind === 'Ingress' && path[1] === 'tls' ? TLS : undefined;
}

function problemOf(state: ClusterState, { target }: Reference, wanted: Wanted): string | undefined {
  const secret = state.find('/Secret', target.namespace, target.name);
  const type = typeOf(state, target, secret?.value);
  const isOfImages = wanted === PULLED;
  if (isOfImages && type !== undefined && !wanted.types.includes(type)) return `is of the type ${type}`;
  const keys = keysOf(state, target);
  if (keys === undefined || (isOfImages && keys.has('.dockercfg'))) return undefined;
  const lacking = wanted.keys.filter((key) => !keys.has(key));
  return lacking.length === 0 ? undefined : `has no key ${lacking.join(' and ')}`;
}

const makersIn = remembered(
  (state: ClusterState) =>
    new Map(
      state
        .of('external-secrets.io/ExternalSecret', 'bitnami.com/SealedSecret')
        .map((each) => [
          `${each.namespace}/${textAt(each.value, 'spec', 'target', 'name') ?? each.name}`,
          each,
        ]),
    ),
);

/** Of a Secret of the tree, or of the template of what makes it. */
function typeOf(state: ClusterState, target: Reference['target'], value: unknown): string | undefined {
  if (value !== undefined) return textAt(value, 'type') ?? byDefault('/Secret', 'type');
  const external = makersIn(state).get(`${target.namespace}/${target.name}`);
  if (external === undefined) return undefined;
  const template = at(external.value, 'spec', 'template') ?? at(external.value, 'spec', 'target', 'template');
  return textAt(template, 'type') ?? byDefault('/Secret', 'type');
}
