import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const delivery: Section<Row> = {
  title: 'Task management: delivery',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S1-44', 'C', '', 'Not answered yet.'),
    open('S1-45', 'C', '', 'Not answered yet.'),
    open('S1-46', 'C', '', 'Not answered yet.'),
    open('S1-47', 'C', '', 'Not answered yet.'),
  ],
};
