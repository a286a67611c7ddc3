import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const cluster: Section<Row> = {
  title: 'SRE portfolio: cluster and nodes',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S2-08', 'T', '', 'Not answered yet.'),
    open('S2-09', 'T', '', 'Not answered yet.'),
    open('S2-10', 'T', '', 'Not answered yet.'),
    open('S2-11', 'K', '', 'Not answered yet.'),
    open('S2-12', 'T', '', 'Not answered yet.'),
    open('S2-13', 'K', '', 'Not answered yet.'),
    open('S2-14', 'T', '', 'Not answered yet.'),
    open('S2-15', 'K', '', 'Not answered yet.'),
    open('S2-16', 'K', '', 'Not answered yet.'),
    open('S2-17', 'D', '', 'Not answered yet.'),
  ],
};
