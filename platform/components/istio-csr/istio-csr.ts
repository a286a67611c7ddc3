import { AwspcaClusterIssuer } from '@cdk8s/aws-privateca-issuer';
import { k8s } from 'cdk8s-plus-29';
import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { kubernetesApi } from '../../kit/network/flows.ts';
import { restrictedContainer, zoneSpread } from '../../kit/pod-hardening.ts';
import { controlPlanesOf } from '../../kit/proxy-revision.ts';
import { component } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { ISTIO_NAMESPACE, meshedPods } from '../istio/address.ts';
import { certificateAuthority, type PrivateAuthority, privateAuthorityOf } from './address.ts';

const LABELS = { app: certificateAuthority.name };
const ISSUER = 'mesh';
const ROOT = { configMap: 'mesh-root', key: 'root-cert.pem', path: '/etc/mesh-root' } as const;
const METRICS_PORT = 9402;

/** As long as istiod's own certificates live. A proxy asks for the next one after half of that time. */
const CERTIFICATE_DURATION = '24h';

/**
 * Signs the certificates of proxies and of istiod, through cert-manager, with ACM Private CA (S0-80, S0-81). Proxies
 * are known by the token of their ServiceAccount. Where istiod signs by itself none of this exists.
 */
export const istioCsr = component({
  name: 'istio-csr',
  namespace: certificateAuthority.namespace,
  wave: waves.meshIdentity,
  on: (cluster) => privateAuthorityOf(cluster) !== undefined,
  kinds: { cluster: { 'awspca.cert-manager.io': ['AWSPCAClusterIssuer'] } },
  chart: 'cert-manager-istio-csr',
  values: ({ cluster }) => ({
    image: { repository: `${cached(cluster, 'quay.io')}/jetstack/cert-manager-istio-csr` },
    replicaCount: 2,
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    topologySpreadConstraints: zoneSpread(LABELS),
    priorityClassName: 'system-cluster-critical',
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    securityContext: restrictedContainer,
    app: {
      logFormat: 'json',
      metrics: { service: { servicemonitor: { enabled: true, interval: '30s' } } },
      certmanager: {
        namespace: ISTIO_NAMESPACE,
        issuer: { name: ISSUER, kind: 'AWSPCAClusterIssuer', group: 'awspca.cert-manager.io' },
      },
      tls: {
        trustDomain: meshOf(cluster).trustDomain,
        // The root is configured, not learned from the first answer: whoever gave that answer would be trusted for good.
        rootCAFile: `${ROOT.path}/${ROOT.key}`,
        certificateDNSNames: [`${certificateAuthority.name}.${certificateAuthority.namespace}.svc`],
        certificateDuration: CERTIFICATE_DURATION,
        istiodCertificateDuration: CERTIFICATE_DURATION,
        istiodCertificateRenewBefore: '8h',
      },
      server: { clusterID: cluster.name, maxCertificateDuration: CERTIFICATE_DURATION },
      // Each control plane has a name of its own in the certificate, or no proxy would trust it.
      istio: { revisions: controlPlanesOf(cluster), namespace: ISTIO_NAMESPACE },
    },
    volumes: [{ name: 'mesh-root', configMap: { name: ROOT.configMap } }],
    volumeMounts: [{ name: 'mesh-root', mountPath: ROOT.path, readOnly: true }],
  }),
  pods: ({ cluster }) => [
    {
      name: 'istio-csr',
      labels: LABELS,
      ingress: [meshedPods(certificateAuthority.port)],
      egress: [kubernetesApi(cluster)],
      metrics: [METRICS_PORT],
    },
  ],
  objects: (chart, { cluster }) => {
    const { arn, root } = authorityOf(cluster);
    const labels = ownerLabels('platform');
    add(chart, AwspcaClusterIssuer, {
      metadata: { name: ISSUER, labels },
      spec: { arn, region: cluster.terraform.region },
    });
    add(chart, k8s.KubeConfigMap, {
      metadata: { name: ROOT.configMap, namespace: certificateAuthority.namespace, labels },
      data: { [ROOT.key]: root },
    });
  },
});

function authorityOf(cluster: Cluster): PrivateAuthority {
  const authority = privateAuthorityOf(cluster);
  if (authority !== undefined) return authority;
  throw new Error(
    `clusters/${cluster.name}/terraform.json has no acm_pca_arn or no mesh_root_certificate, which istio-csr needs.`,
  );
}

function meshOf({ name, mesh }: Cluster): NonNullable<Cluster['mesh']> {
  if (mesh === undefined)
    throw new Error(`clusters/${name}/cluster.yaml has no mesh, which istio-csr signs for.`);
  return mesh;
}
