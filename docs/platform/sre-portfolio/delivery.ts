import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const delivery: Section<Row> = {
  title: 'SRE portfolio: delivery',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S2-105', 'C', '', 'Not answered yet.'),
    open('S2-106', 'C', '', 'Not answered yet.'),
    open('S2-107', 'T', '', 'Not answered yet.'),
    open('S2-108', 'K', '', 'Not answered yet.'),
    open('S2-109', 'C', '', 'Not answered yet.'),
    open('S2-110', 'C', '', 'Not answered yet.'),
    open('S2-111', 'T', '', 'Not answered yet.'),
  ],
};
