import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const network: Section<Row> = {
  title: 'SRE portfolio: network',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S2-01', 'T', '', 'Not answered yet.'),
    open('S2-02', 'T', '', 'Not answered yet.'),
    open('S2-03', 'T', '', 'Not answered yet.'),
    open('S2-04', 'T', '', 'Not answered yet.'),
    open('S2-05', 'T', '', 'Not answered yet.'),
    open('S2-06', 'T', '', 'Not answered yet.'),
    open('S2-07', 'T', '', 'Not answered yet.'),
  ],
};
