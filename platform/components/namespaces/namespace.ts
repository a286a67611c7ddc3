import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import type { Cluster } from '../../../clusters/index.ts';
import { OWNER_LABEL, ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { isMeshed, type NamespaceDeclaration } from '../../kit/namespace.ts';
import { dns } from '../../kit/network/flows.ts';
import { allow, denyAll } from '../../kit/network/network-policy.ts';
import { labelledRevision, REVISION_LABEL } from '../../kit/proxy-revision.ts';
import { istiod } from '../istio/address.ts';
import { certificateFlows } from '../istio-csr/address.ts';
import { spanCollector } from '../opentelemetry-collector/address.ts';

/**
 * A namespace: the Pod Security level that it enforces, its revision of the mesh, and the policies that close it
 * but for what every pod needs: DNS and, in the mesh, the control plane and the collector of spans (X-12, X-17, X-21,
 *
 *
 * @param loadBalancerTargets the namespaces with pods to which a load balancer sends by itself
 */
export function addNamespace(
  scope: Construct,
  namespace: NamespaceDeclaration,
  cluster: Cluster,
  loadBalancerTargets: readonly string[] = [],
): void {
  const { name, owner, podSecurity } = namespace;
  const meshed = isMeshed(namespace, cluster);
  const version = `v${cluster.kubernetesVersion}`;
  const labels = ownerLabels(owner);
  const annotations = {
    ...('reason' in namespace && { 'fleet.example.com/pod-security-reason': namespace.reason }),
    // Without it Chaos Mesh touches no pod in here. The platform itself is never its target.
    ...(cluster.chaosEngineering && owner !== 'platform' && { 'chaos-mesh.org/inject': 'enabled' }),
  };
  add(scope, k8s.KubeNamespace, {
    metadata: {
      name,
      labels: {
        ...labels,
        [OWNER_LABEL]: owner,
        'pod-security.kubernetes.io/enforce': podSecurity,
        'pod-security.kubernetes.io/enforce-version': version,
        // What is weaker than restricted is still reported.
        'pod-security.kubernetes.io/audit': 'restricted',
        'pod-security.kubernetes.io/audit-version': version,
        'pod-security.kubernetes.io/warn': 'restricted',
        'pod-security.kubernetes.io/warn-version': version,
        ...(cluster.mesh && meshed && { [REVISION_LABEL]: labelledRevision(name, cluster.mesh) }),
        // A new pod counts as ready once the load balancer has found it healthy, so an update does not outrun it.
        ...(loadBalancerTargets.includes(name) && { 'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled' }),
      },
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
  });
  denyAll(scope, name, labels);
  allow(scope, { name: 'allow-dns', pods: { namespace: name }, labels, egress: [dns()] });
  if (!meshed) return;
  allow(scope, {
    name: 'allow-istiod',
    pods: { namespace: name },
    labels,
    egress: [istiod(), ...certificateFlows(cluster)],
  });
  allow(scope, { name: 'allow-tracing', pods: { namespace: name }, labels, egress: [spanCollector()] });
}
