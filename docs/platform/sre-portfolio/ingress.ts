import { each, output, rendered } from '../../../scripts/rows/evidence.ts';
import { absent, contains, type Expected, matching } from '../../../scripts/rows/expected.ts';
import { done, outside, type Row, type Section } from '../../../scripts/rows/row.ts';
import { eachExposed, workload } from '../../evidence/members.ts';
import { serviceOf } from '../members.ts';
import { arnOf } from '../outputs.ts';

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

export const ingress: Section<Row> = {
  title: 'SRE portfolio: ingress',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    done(
      'S2-48',
      'K',
      'Ingress `app-ingress`, class `alb`',
      rules({
        'metadata.name': 'app-ingress',
        'metadata.namespace': 'app-{environment}',
        'spec.ingressClassName': 'alb',
      }),
    ),
    done('S2-49', 'K', 'From the Internet', annotated({ scheme: 'internet-facing' })),
    done('S2-50', 'K', 'Targets are pods', annotated({ 'target-type': 'ip' })),
    done('S2-51', 'K', 'Two hosts, two Services', ...leadsToTheExposed),
    done(
      'S2-52',
      'K',
      'Health is asked at `/health`',
      annotated({
        'healthcheck-path': '/health',
        'healthcheck-protocol': 'HTTP',
        'healthcheck-port': 'traffic-port',
      }),
    ),
    done(
      'S2-53',
      'K',
      'HTTPS alone',
      annotated({
        'listen-ports': '[{"HTTPS":443}]',
        'ssl-policy': matching(/TLS13/),
        'certificate-arn': '{alb_public_certificate_arn}',
        'security-groups': '{alb_security_group_id}',
        'inbound-cidrs': absent,
      }),
    ),
    done(
      'S2-54',
      'T',
      'Certificate of both hosts',
      output('alb_public_certificate_arn', { '': arnOf('acm') }),
    ),
    outside(
      'S2-55',
      'T',
      'DNS records of both hosts',
      'Terraform makes them in the zone that it prints.',
      output('hosted_zone_id', { '': matching(/^Z[A-Z0-9]+$/) }),
    ),
  ],
};
