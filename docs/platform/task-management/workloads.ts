import { file, heading } from '../../../scripts/rows/evidence.ts';
import { open, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';

export const workloads: Section<Row> = {
  title: 'Task management: workloads',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S1-21', 'K', '', 'Not answered yet.'),
    open('S1-22', 'K', '', 'Not answered yet.'),
    open('S1-23', 'K', '', 'Not answered yet.'),
    open('S1-24', 'K', '', 'Not answered yet.'),
    open('S1-25', 'K', '', 'Not answered yet.'),
    open('S1-26', 'K', '', 'Not answered yet.'),
    open('S1-27', 'K', '', 'Not answered yet.'),
    open('S1-28', 'T', '', 'Not answered yet.'),
    open('S1-29', 'K', '', 'Not answered yet.'),
    otherwise(
      'S1-30',
      'C',
      'The base is applied with kubectl',
      'Argo CD applies what is committed under `dist/`; no workflow may run kubectl (CONTRA 5).',
      file('scripts/workflows/rules/delivery.ts', 'clusters-are-argo-cds-alone'),
      heading('docs/delivery.md', 'Delivery'),
    ),
  ],
};
