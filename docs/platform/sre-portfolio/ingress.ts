import { output, rendered } from '../../../scripts/rows/evidence.ts';
import { done, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

export const ingress: Section<Row> = {
  title: 'SRE portfolio: ingress',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    done(
      'S2-48',
      'K',
      'Ingress `app-ingress`, class `alb`',
      rendered('task-manager-ingress/app-{environment}/ingress-app-ingress.yaml')({
        'metadata.name': 'app-ingress',
        'spec.ingressClassName': 'alb',
      }),
    ),
    done(
      'S2-49',
      'K',
      'From the Internet',
      rendered('task-manager-ingress/app-{environment}/ingress-app-ingress.yaml')({
        'metadata.annotations["alb.ingress.kubernetes.io/scheme"]': 'internet-facing',
      }),
    ),
    done(
      'S2-50',
      'K',
      'Targets are pods',
      rendered('task-manager-ingress/app-{environment}/ingress-app-ingress.yaml')({
        'metadata.annotations["alb.ingress.kubernetes.io/target-type"]': 'ip',
      }),
    ),
    done(
      'S2-51',
      'K',
      'Two hosts, two Services',
      rendered('task-manager-ingress/app-{environment}/ingress-app-ingress.yaml')({
        'spec.rules[0].host': 'api.{domain}',
        'spec.rules[0].http.paths[0].backend.service': { name: 'api-service', port: { number: 80 } },
        'spec.rules[1].host': 'app.{domain}',
        'spec.rules[1].http.paths[0].backend.service': { name: 'frontend-service', port: { number: 80 } },
      }),
    ),
    done(
      'S2-52',
      'K',
      'Health is asked at `/health`',
      rendered('task-manager-ingress/app-{environment}/ingress-app-ingress.yaml')({
        'metadata.annotations["alb.ingress.kubernetes.io/healthcheck-path"]': '/health',
      }),
    ),
    done(
      'S2-53',
      'K',
      'HTTPS alone',
      rendered('task-manager-ingress/app-{environment}/ingress-app-ingress.yaml')({
        'metadata.annotations["alb.ingress.kubernetes.io/listen-ports"]': '[{"HTTPS":443}]',
      }),
      rendered('task-manager-ingress/app-{environment}/ingress-app-ingress.yaml')({
        'metadata.annotations["alb.ingress.kubernetes.io/certificate-arn"]': '{alb_public_certificate_arn}',
      }),
      rendered('task-manager-ingress/app-{environment}/ingress-app-ingress.yaml')({
        'metadata.annotations["alb.ingress.kubernetes.io/security-groups"]': '{alb_security_group_id}',
      }),
    ),
    done('S2-54', 'T', 'Certificate of both hosts', output('alb_public_certificate_arn')),
    outside(
      'S2-55',
      'T',
      'DNS records of both hosts',
      'Terraform makes them in the zone that it prints.',
      output('hosted_zone_id'),
    ),
  ],
};
