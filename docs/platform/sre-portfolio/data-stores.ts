import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const dataStores: Section<Row> = {
  title: 'SRE portfolio: data stores',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S2-56', 'T', '', 'Not answered yet.'),
    open('S2-57', 'T', '', 'Not answered yet.'),
    open('S2-58', 'K', '', 'Not answered yet.'),
    open('S2-59', 'D', '', 'Not answered yet.'),
    open('S2-60', 'D', '', 'Not answered yet.'),
    open('S2-61', 'D', '', 'Not answered yet.'),
    open('S2-62', 'K', '', 'Not answered yet.'),
    open('S2-63', 'T', '', 'Not answered yet.'),
    open('S2-64', 'D', '', 'Not answered yet.'),
    open('S2-65', 'K', '', 'Not answered yet.'),
  ],
};
