import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

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
    open('S1-30', 'C', '', 'Not answered yet.'),
  ],
};
