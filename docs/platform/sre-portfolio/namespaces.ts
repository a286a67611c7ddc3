import { heading, nothing, on, rendered } from '../../../scripts/rows/evidence.ts';
import { present } from '../../../scripts/rows/expected.ts';
import { done, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';

export const namespaces: Section<Row> = {
  title: 'SRE portfolio: namespaces',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    done(
      'S2-18',
      'K',
      'Namespace `app-production`',
      on(
        rendered('namespaces/_cluster/namespace-app-production.yaml')({
          'metadata.labels["pod-security.kubernetes.io/enforce"]': 'restricted',
        }),
        'sre-portfolio',
      ),
      on(
        rendered('namespaces/_cluster/namespace-app-development.yaml')({
          'metadata.labels["pod-security.kubernetes.io/enforce"]': 'restricted',
        }),
        'sre-portfolio-dev',
      ),
    ),
    done(
      'S2-19',
      'K',
      'Namespace `monitoring`',
      rendered('namespaces/_cluster/namespace-monitoring.yaml')({ kind: 'Namespace' }),
    ),
    done(
      'S2-20',
      'K',
      'Namespace `chaos-engineering`',
      on(
        rendered('namespaces/_cluster/namespace-chaos-engineering.yaml')({
          'metadata.labels["pod-security.kubernetes.io/enforce"]': 'privileged',
          'metadata.annotations["fleet.example.com/pod-security-reason"]': present,
        }),
        'sre-portfolio-dev',
      ),
    ),
    otherwise(
      'S2-21',
      'K',
      'Namespace `ingress-nginx`, optional',
      'Left out: it is no longer maintained.',
      heading('docs/task-manager.md', 'Decisions'),
      nothing(/ingress-nginx/, 'no file of it'),
    ),
  ],
};
