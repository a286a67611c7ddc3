import type { ClusterRule } from '../../rule.ts';
import { at, fieldsAt, textAt } from '../../state/read.ts';

const secret = (labels: string) => `apiVersion: v1
kind: Secret
metadata: { name: istio-remote-secret-west, namespace: istio-system${labels} }
stringData: { west: "apiVersion: v1" }
`;

const LABEL = 'istio/multiCluster';
/** As istioctl names them, and everybody after it. */
const NAME = /^istio-remote(?:-secret)?-./;

export const meshCredentials: ClusterRule = {
  id: 'remote-secret-without-label',
  severity: 'warning',
  summary: 'Credentials for another cluster of the mesh without the label by which istiod finds them',
  breaks:
    'istiod does not see the Services of the other cluster: calls stay in this one, and nothing fails over.',
  failing: secret(''),
  passing: secret(', labels: { istio/multiCluster: "true" }'),
  *judge(state) {
    for (const resource of state.of(
      '/Secret',
      'external-secrets.io/ExternalSecret',
      'bitnami.com/SealedSecret',
    )) {
      const { kind, value, name } = resource;
      if (resource.isExtract) continue;
      const made = kind === 'ExternalSecret' ? (textAt(value, 'spec', 'target', 'name') ?? name) : name;
      if (!NAME.test(made)) continue;
      // What a template leaves out, the Secret takes from the object itself.
      const hasTemplate = at(value, 'spec', 'target', 'template', 'metadata', 'labels') !== undefined;
      const path =
        kind === 'Secret'
          ? ['metadata', 'labels']
          : kind === 'SealedSecret'
            ? ['spec', 'template', 'metadata', 'labels']
            : ['spec', 'target', 'template', 'metadata', 'labels'];
      const labels =
        kind === 'ExternalSecret' && !hasTemplate && at(value, 'spec', 'target', 'template') === undefined
          ? fieldsAt(value, 'metadata', 'labels')
          : fieldsAt(value, ...path);
      if (labels[LABEL] === 'true') continue;
      yield {
        resource,
        path,
        message: `${made} has the credentials of another cluster, and no label ${LABEL}: "true", by which istiod looks for them.`,
        fix: `Write ${LABEL}: "true" at ${path.join('.')}.`,
      };
    }
  },
};
