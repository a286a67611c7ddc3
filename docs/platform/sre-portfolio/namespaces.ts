import { rendered } from '../../../scripts/rows/evidence.ts';
import { open, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';

export const namespaces: Section<Row> = {
  title: 'SRE portfolio: namespaces',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S2-18', 'K', '', 'Not answered yet.'),
    otherwise(
      'S2-19',
      'K',
      'Namespace of monitoring',
      'Prometheus and Grafana; the exporter of the nodes and Fluent Bit in namespaces of their own, so that this one stays restricted.',
      rendered('namespaces/_cluster/namespace-monitoring.yaml')({
        'metadata.labels["pod-security.kubernetes.io/enforce"]': 'restricted',
      }),
      rendered('namespaces/_cluster/namespace-node-exporter.yaml')({
        'metadata.labels["pod-security.kubernetes.io/enforce"]': 'privileged',
      }),
    ),
    open('S2-20', 'K', '', 'Not answered yet.'),
    open('S2-21', 'K', '', 'Not answered yet.'),
  ],
};
