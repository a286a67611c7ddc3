import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const cost: Section<Row> = {
  title: 'SRE portfolio: cost',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S2-112', 'T', '', 'Not answered yet.'),
    open('S2-113', 'K', '', 'Not answered yet.'),
    open('S2-114', 'T', '', 'Not answered yet.'),
    open('S2-115', 'K', '', 'Not answered yet.'),
    open('S2-116', 'T', '', 'Not answered yet.'),
    open('S2-117', 'K', '', 'Not answered yet.'),
  ],
};
