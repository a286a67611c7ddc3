import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const namespaces: Section<Row> = {
  title: 'SRE portfolio: namespaces',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S2-18', 'K', '', 'Not answered yet.'),
    open('S2-19', 'K', '', 'Not answered yet.'),
    open('S2-20', 'K', '', 'Not answered yet.'),
    open('S2-21', 'K', '', 'Not answered yet.'),
  ],
};
