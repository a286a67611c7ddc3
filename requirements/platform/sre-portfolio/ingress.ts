import { eachExposed, workload } from '../../evidence/members.ts';
import { each, output, rendered } from '../../model/evidence.ts';
import { absent, contains, type Expected, matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { serviceOf } from '../evidence/members.ts';
import { arnOf } from '../evidence/outputs.ts';

const rules = rendered('task-manager-ingress/app-{environment}/ingress-app-ingress.yaml');

/** An annotation of the Ingress, which belongs to the load balancer by its class. */
const annotated = (values: Readonly<Record<string, Expected>>) =>
  rules({
    'spec.ingressClassName': 'alb',
    ...Object.fromEntries(
      Object.entries(values).map(([name, expected]) => [
        `metadata.annotations["alb.ingress.kubernetes.io/${name}"]`,
        expected,
      ]),
    ),
  });

/** One host leads to one Service, at port 80 and below its path. */
const leadsTo = (host: string, name: string, path = '/') =>
  rules({
    'spec.ingressClassName': 'alb',
    'spec.rules': contains({
      host,
      http: {
        paths: [{ backend: { service: { name, port: { number: 80 } } }, path, pathType: 'Prefix' }],
      },
    }),
  });

/** The load balancer leads to the API and to the frontend, each at its host, and to whatever else is exposed. */
export const leadsToTheExposed = [
  each(workload('api-service', 'task-manager'), (name, { cluster }) =>
    leadsTo(`api.${cluster.domain}`, name),
  ),
  each(workload('frontend-service', 'task-manager'), (name, { cluster }) =>
    leadsTo(`app.${cluster.domain}`, name),
  ),
  each(eachExposed('task-manager'), (name, context) => {
    const { exposes } = serviceOf(context, name).declaration;
    return leadsTo(`${exposes?.host}.${context.cluster.domain}`, name, exposes?.path);
  }),
] as const;

export const ingress: EvidenceById = {
  'S2-48': [
    rules({
      'metadata.name': 'app-ingress',
      'metadata.namespace': 'app-{environment}',
      'spec.ingressClassName': 'alb',
    }),
  ],
  'S2-49': [annotated({ scheme: 'internet-facing' })],
  'S2-50': [annotated({ 'target-type': 'ip' })],
  'S2-51': [...leadsToTheExposed],
  'S2-52': [
    annotated({
      'healthcheck-path': '/health',
      'healthcheck-protocol': 'HTTP',
      'healthcheck-port': 'traffic-port',
    }),
  ],
  'S2-53': [
    annotated({
      'listen-ports': '[{"HTTPS":443}]',
      'ssl-policy': matching(/TLS13/),
      'certificate-arn': '{alb_public_certificate_arn}',
      'security-groups': '{alb_security_group_id}',
      'inbound-cidrs': absent,
    }),
  ],
  'S2-54': [output('alb_public_certificate_arn', { '': arnOf('acm') })],
  'S2-55': [output('hosted_zone_id', { '': matching(/^Z[A-Z0-9]+$/) })],
};
