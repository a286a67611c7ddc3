import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const documents: Section<Row> = {
  title: 'Task management: documents and reasons',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S1-48', 'D', '', 'Not answered yet.'),
    open('S1-49', 'D', '', 'Not answered yet.'),
    open('S1-50', 'D', '', 'Not answered yet.'),
    open('S1-51', 'D', '', 'Not answered yet.'),
    open('S1-52', 'D', '', 'Not answered yet.'),
    open('S1-53', 'D', '', 'Not answered yet.'),
    open('S1-54', 'T', '', 'Not answered yet.'),
  ],
};
