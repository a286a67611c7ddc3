import { cached } from '../../kit/image-registry.ts';
import { kubernetesApi, vpcEndpoints } from '../../kit/network/flows.ts';
import { restrictedContainer, restrictedPod, zoneSpread } from '../../kit/pod-hardening.ts';
import { roleAnnotation } from '../../kit/service-account.ts';
import { component } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { privateAuthorityOf } from '../istio-csr/address.ts';

const NAME = 'aws-privateca-issuer';
const LABELS = { 'app.kubernetes.io/name': NAME };

/** Has ACM Private CA sign what cert-manager is asked for (S0-81). Its role may issue only from that one authority. */
export const awsPrivatecaIssuer = component({
  name: NAME,
  namespace: 'cert-manager',
  wave: waves.certificates,
  on: (cluster) => privateAuthorityOf(cluster) !== undefined,
  chart: NAME,
  values: ({ cluster }) => ({
    image: {
      repository: `${cached(cluster, 'public.ecr.aws')}/k1n1h4h4/cert-manager-aws-privateca-issuer`,
    },
    replicaCount: 2,
    podDisruptionBudget: { maxUnavailable: 1 },
    serviceAccount: { name: NAME, annotations: roleAnnotation(cluster, NAME) },
    podSecurityContext: { ...restrictedPod, runAsUser: 65_532 },
    securityContext: restrictedContainer,
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    priorityClassName: 'system-cluster-critical',
    topologySpreadConstraints: zoneSpread(LABELS),
    serviceMonitor: { create: true },
  }),
  pods: ({ cluster }) => [
    {
      name: NAME,
      labels: LABELS,
      egress: [kubernetesApi(cluster), vpcEndpoints(cluster)],
      metrics: [8080],
    },
  ],
});
