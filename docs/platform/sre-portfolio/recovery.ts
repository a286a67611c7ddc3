import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const recovery: Section<Row> = {
  title: 'SRE portfolio: backup and recovery',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S2-118', 'T', '', 'Not answered yet.'),
    open('S2-119', 'K', '', 'Not answered yet.'),
    open('S2-120', 'T', '', 'Not answered yet.'),
    open('S2-121', 'C', '', 'Not answered yet.'),
    open('S2-122', 'D', '', 'Not answered yet.'),
    open('S2-123', 'D', '', 'Not answered yet.'),
    open('S2-124', 'D', '', 'Not answered yet.'),
  ],
};
