import { groupOf } from '../../charts/inventory/cluster-wide.ts';
import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import { OF_PODS } from '../../cluster-model/defaults/pods.ts';
import type { Item } from '../change.ts';
import { podPathOf } from './pod-path.ts';
import { isMapping } from './value.ts';

/**
 * The value of a field that is left out, where that follows from its neighbours and is not always the same.
 *
 * @param holder the mapping that leaves it out
 */
export function impliedBy(item: Item, shape: string, name: string, holder: unknown): unknown {
  if (!isMapping(holder)) return undefined;
  const type = `${groupOf(item.apiVersion)}/${item.kind}`;
  if (type === '/Service' && shape === 'spec.ports[].targetPort') return holder.port;
  if (type === 'networking.k8s.io/NetworkPolicy' && shape === 'spec.policyTypes') {
    return Array.isArray(holder.egress) && holder.egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  }
  if (type === 'apiextensions.k8s.io/CustomResourceDefinition') {
    if (shape === 'spec.names.listKind') return `${String(holder.kind)}List`;
    if (shape === 'spec.names.singular') return String(holder.kind).toLowerCase();
  }
  if (type === 'cert-manager.io/Certificate' && shape === 'spec.privateKey.size')
    return { RSA: 2048, ECDSA: 256 }[
      String(holder.algorithm ?? byDefault('cert-manager.io/Certificate', 'spec.privateKey.algorithm'))
    ];
  if (shape === 'subjects[].apiGroup') {
    return holder.kind === 'ServiceAccount' ? '' : 'rbac.authorization.k8s.io';
  }
  const pod = podPathOf(item.apiVersion, item.kind);
  if (pod === undefined || !shape.startsWith(pod)) return undefined;
  if (shape === `${pod}.serviceAccount`) return holder.serviceAccountName ?? OF_PODS.serviceAccountName;
  if (shape === `${pod}.serviceAccountName`) return holder.serviceAccount;
  if (name === 'imagePullPolicy' && typeof holder.image === 'string') return pullPolicyOf(holder.image);
  return undefined;
}

/** Images that may change under their name are pulled each time. */
function pullPolicyOf(image: string): string {
  if (image.includes('@')) return 'IfNotPresent';
  const [, tag] = /:([^/:]+)$/.exec(image) ?? [];
  return tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent';
}
