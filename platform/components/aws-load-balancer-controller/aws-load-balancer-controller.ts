import { cached } from '../../kit/image-registry.ts';
import { fromControlPlane, kubernetesApi, publicHttps, vpcEndpoints } from '../../kit/network/flows.ts';
import { restrictedContainer, restrictedPod, zoneSpread } from '../../kit/pod-hardening.ts';
import { roleAnnotation } from '../../kit/service-account.ts';
import { component, restrictedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { hasCertManager } from '../cert-manager/address.ts';

const NAME = 'aws-load-balancer-controller';

/** Makes the Application Load Balancers of Ingresses of the class `alb` (S0-12, S1-10, S2-11). */
export const awsLoadBalancerController = component({
  name: NAME,
  namespace: NAME,
  declares: restrictedNamespace(NAME),
  wave: waves.controllers,
  chart: NAME,
  values: ({ cluster }) => ({
    image: { repository: `${cached(cluster, 'public.ecr.aws')}/eks/aws-load-balancer-controller` },
    clusterName: cluster.terraform.clusterName,
    // Given here, since pods may not ask the instance metadata service.
    region: cluster.terraform.region,
    vpcId: cluster.terraform.vpcId,
    serviceAccount: { name: NAME, annotations: roleAnnotation(cluster, NAME) },
    replicaCount: 2,
    podDisruptionBudget: { maxUnavailable: 1 },
    topologySpreadConstraints: zoneSpread({ 'app.kubernetes.io/name': NAME }),
    podSecurityContext: { ...restrictedPod, fsGroup: 65534 },
    securityContext: restrictedContainer,
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    // Without it the chart draws a certificate anew each time that it is rendered, and nobody renews the first one.
    enableCertManager: hasCertManager(cluster),
    // Its webhook would keep every Service from being created while the controller is down.
    enableServiceMutatorWebhook: false,
    // Only the web ACLs of WAFv2 are in use.
    enableShield: false,
    enableWaf: false,
    enableWafv2: true,
    serviceMonitor: { enabled: true },
  }),
  pods: ({ cluster }) => [
    {
      name: NAME,
      ingress: [fromControlPlane(cluster, 9443)],
      // Not every API that it calls has an interface endpoint in every region (WAFv2, tagging).
      egress: [kubernetesApi(cluster), vpcEndpoints(cluster), publicHttps()],
      metrics: [8080],
    },
  ],
});
