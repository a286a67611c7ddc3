import { cpuAtLeast, memoryAtLeast } from '../evidence/amounts.ts';
import { workload } from '../evidence/members.ts';
import { reachesAsDeclared } from '../evidence/network.ts';
import { budgeted, monitored, scaledAsDeclared, served, sizedAsDeclared } from '../evidence/workloads.ts';
import { file, heading, on, rendered } from '../model/evidence.ts';
import { absent, atLeast, computed, every, exactly, including } from '../model/expected.ts';
import { done, otherwise, type Row, type Section } from '../model/row.ts';

const overview = (title: string) => heading('docs/triptrip/overview.md', title);

const of = (name: string) => rendered(`triptrip-api/triptrip-api/${name}.yaml`);

const its = workload('triptrip-api', 'triptrip');

const deployment = of('deployment-triptrip-api');

const secret = of('externalsecret-triptrip-api-secrets');

const ownCertificate = computed('`alb_public_certificate_arn` first', ({ cluster: { terraform } }) => ({
  says: `begins with ${terraform.albPublicCertificateArn}`,
  holds: (found) => typeof found === 'string' && found.split(',')[0] === terraform.albPublicCertificateArn,
}));

const noHelm = 'Plain objects in place of a chart';

export const chart: Section<Row> = {
  title: 'What the chart of the API held',
  entries: [
    otherwise(
      'S4-205',
      'K',
      'Templates for a dozen objects',
      `${noHelm}, a file for each; the test of a connection is left to monitors.`,
      deployment({ 'spec.template.spec.serviceAccountName': 'triptrip-api' }),
      served(its),
      of('serviceaccount-triptrip-api')({ kind: 'ServiceAccount' }),
      of('configmap-triptrip-api-config')({ 'data.NODE_ENV': 'production' }),
      reachesAsDeclared(its),
      monitored(its),
    ),
    done('S4-206', 'D', 'Shared templates', heading('docs/architecture.md', 'From declaration to objects')),
    otherwise(
      'S4-207',
      'K',
      'Five replicas, a tag that CI fills in',
      'The lower bound of the autoscaler, a digest in `images.yaml` (X-42, X-89).',
      deployment({
        'spec.replicas': absent,
        'spec.template.spec.containers[0].image': '{ecr_registry}/triptrip-api@{images.triptrip-api.digest}',
      }),
      file('clusters/triptrip-production/images.yaml', 'triptrip-api:'),
    ),
    done(
      'S4-208',
      'K+T',
      'An account with a role',
      of('serviceaccount-triptrip-api')({
        'metadata.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.triptrip-api}',
      }),
    ),
    done(
      'S4-209',
      'K',
      'Requests and limits',
      sizedAsDeclared(its),
      deployment({
        'spec.template.spec.containers[0].resources.requests.cpu': cpuAtLeast('500m'),
        'spec.template.spec.containers[0].resources.requests.memory': memoryAtLeast('512Mi'),
        'spec.template.spec.containers[0].resources.limits.cpu': cpuAtLeast('2'),
        'spec.template.spec.containers[0].resources.limits.memory': memoryAtLeast('2Gi'),
      }),
    ),
    otherwise(
      'S4-210',
      'K',
      '5 to 100 pods, by CPU and memory',
      'More at the most (X-45), by CPU and requests (X-41, X-87).',
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
    ),
    done(
      'S4-211',
      'K',
      'Half of the pods stay',
      of('poddisruptionbudget-triptrip-api')({ 'spec.minAvailable': '50%' }),
      budgeted(its),
    ),
    otherwise(
      'S4-212',
      'K',
      'General nodes; anti-affinity by host',
      'Spread constraints (X-103).',
      deployment({
        'spec.template.spec.nodeSelector': { 'workload-type': 'general' },
        'spec.template.spec.affinity': absent,
      }),
    ),
    otherwise(
      'S4-213',
      'K+T',
      'A public load balancer to the pods',
      'To the gateway, by HTTPS, with a health path that is served (X-104).',
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
    ),
    done(
      'S4-214',
      'K',
      'Routes and rule of Istio',
      of('virtualservice-triptrip-api')({
        'spec.http[*].name': exactly(['stable-repeatable', 'stable']),
        'spec.hosts': ['triptrip-api.triptrip-api.svc.cluster.local'],
      }),
      of('destinationrule-triptrip-api')({
        'spec.host': 'triptrip-api.triptrip-api.svc.cluster.local',
        'spec.trafficPolicy.outlierDetection.consecutive5xxErrors': 5,
      }),
    ),
    done(
      'S4-215',
      'K',
      'A monitor, every 15 s',
      of('servicemonitor-triptrip-api')({ 'spec.endpoints[0].interval': '15s' }),
      monitored(its),
    ),
    otherwise(
      'S4-216',
      'K+T',
      'Credentials of database and Redis',
      'In the one Secret that the pods use (X-1, X-102).',
      secret({
        'spec.data[secretKey=password].remoteRef.key': '{secret_path_prefix}/database',
        'spec.data[secretKey=REDIS_PASSWORD].remoteRef.key': '{secret_path_prefix}/redis',
      }),
    ),
    done(
      'S4-217',
      'D',
      'Values of the other environments',
      overview('Clusters and disaster recovery'),
      file('clusters/triptrip-staging/cluster.yaml', 'replicaFactor: 0.'),
      file('clusters/triptrip-dev/cluster.yaml', 'replicaFactor: 0.'),
    ),
  ],
};
