import { cpuAtLeast, memoryAtLeast } from '../evidence/amounts.ts';
import { workload } from '../evidence/members.ts';
import { reachesAsDeclared } from '../evidence/network.ts';
import { budgeted, monitored, scaledAsDeclared, served, sizedAsDeclared } from '../evidence/workloads.ts';
import { file, heading, on, rendered } from '../model/evidence.ts';
import { absent, atLeast, computed, every, exactly, including } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';
import { overview } from './evidence/overview.ts';

const of = (name: string) => rendered(`triptrip-api/triptrip-api/${name}.yaml`);

const its = workload('triptrip-api', 'triptrip');

const deployment = of('deployment-triptrip-api');

const secret = of('externalsecret-triptrip-api-secrets');

const ownCertificate = computed('`alb_public_certificate_arn` first', ({ cluster: { terraform } }) => ({
  says: `begins with ${terraform.albPublicCertificateArn}`,
  holds: (found) => typeof found === 'string' && found.split(',')[0] === terraform.albPublicCertificateArn,
}));

export const chart: EvidenceById = {
  'S4-205': [
    deployment({ 'spec.template.spec.serviceAccountName': 'triptrip-api' }),
    served(its),
    of('serviceaccount-triptrip-api')({ kind: 'ServiceAccount' }),
    of('configmap-triptrip-api-config')({ 'data.NODE_ENV': 'production' }),
    reachesAsDeclared(its),
    monitored(its),
  ],
  'S4-206': [heading('docs/architecture.md', 'From declaration to objects')],
  'S4-207': [
    deployment({
      'spec.replicas': absent,
      'spec.template.spec.containers[0].image': '{ecr_registry}/triptrip-api@{images.triptrip-api.digest}',
    }),
    file('clusters/triptrip-production/images.yaml', 'triptrip-api:'),
  ],
  'S4-208': [
    of('serviceaccount-triptrip-api')({
      'metadata.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.triptrip-api}',
    }),
  ],
  'S4-209': [
    sizedAsDeclared(its),
    deployment({
      'spec.template.spec.containers[0].resources.requests.cpu': cpuAtLeast('500m'),
      'spec.template.spec.containers[0].resources.requests.memory': memoryAtLeast('512Mi'),
      'spec.template.spec.containers[0].resources.limits.cpu': cpuAtLeast('2'),
      'spec.template.spec.containers[0].resources.limits.memory': memoryAtLeast('2Gi'),
    }),
  ],
  'S4-210': [
    scaledAsDeclared(its),
    of('scaledobject-triptrip-api')({ 'spec.triggers[*].type': exactly(['cpu', 'prometheus']) }),
    on(
      of('scaledobject-triptrip-api')({
        'spec.minReplicaCount': atLeast(5),
        'spec.maxReplicaCount': atLeast(100),
      }),
      'triptrip-production',
      'triptrip-dr',
    ),
  ],
  'S4-211': [of('poddisruptionbudget-triptrip-api')({ 'spec.minAvailable': '50%' }), budgeted(its)],
  'S4-212': [
    deployment({
      'spec.template.spec.nodeSelector': { 'workload-type': 'general' },
      'spec.template.spec.affinity': absent,
    }),
  ],
  'S4-213': [
    rendered('ingress/istio-system/ingress-public.yaml')({
      'spec.ingressClassName': 'alb',
      'metadata.annotations': including({
        'alb.ingress.kubernetes.io/scheme': 'internet-facing',
        'alb.ingress.kubernetes.io/target-type': 'ip',
        'alb.ingress.kubernetes.io/healthcheck-path': '/healthz/ready',
      }),
      // The cluster's own comes first; a waiting cluster has those of the names that it takes over behind it.
      'metadata.annotations["alb.ingress.kubernetes.io/certificate-arn"]': ownCertificate,
      'metadata.annotations["alb.ingress.kubernetes.io/wafv2-acl-arn"]': '{waf_public_acl_arn}',
      'spec.rules[host=api.{domain}].http.paths[0].path': '/',
      'spec.rules[*].http.paths': every([
        {
          backend: { service: { name: 'istio-ingressgateway', port: { number: 443 } } },
          path: '/',
          pathType: 'Prefix',
        },
      ]),
      'metadata.annotations["alb.ingress.kubernetes.io/ssl-redirect"]': '443',
      'metadata.annotations["alb.ingress.kubernetes.io/backend-protocol"]': 'HTTPS',
    }),
  ],
  'S4-214': [
    of('virtualservice-triptrip-api')({
      'spec.http[*].name': exactly(['stable-repeatable', 'stable']),
      'spec.hosts': ['triptrip-api.triptrip-api.svc.cluster.local'],
    }),
    of('destinationrule-triptrip-api')({
      'spec.host': 'triptrip-api.triptrip-api.svc.cluster.local',
      'spec.trafficPolicy.outlierDetection.consecutive5xxErrors': atLeast(1),
    }),
  ],
  'S4-215': [of('servicemonitor-triptrip-api')({ 'spec.endpoints[0].interval': '15s' }), monitored(its)],
  'S4-216': [
    secret({
      'spec.data[secretKey=password].remoteRef.key': '{secret_path_prefix}/database',
      'spec.data[secretKey=REDIS_PASSWORD].remoteRef.key': '{secret_path_prefix}/redis',
    }),
  ],
  'S4-217': [
    overview('Clusters and disaster recovery'),
    file('clusters/triptrip-staging/cluster.yaml', 'replicaFactor: 0.'),
    file('clusters/triptrip-dev/cluster.yaml', 'replicaFactor: 0.'),
  ],
};
