import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const security: Section<Row> = {
  title: 'SRE portfolio: security',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S2-91', 'T', '', 'Not answered yet.'),
    open('S2-92', 'T', '', 'Not answered yet.'),
    open('S2-93', 'T', '', 'Not answered yet.'),
    open('S2-94', 'K', '', 'Not answered yet.'),
    open('S2-95', 'T', '', 'Not answered yet.'),
    open('S2-96', 'T', '', 'Not answered yet.'),
    open('S2-97', 'T', '', 'Not answered yet.'),
    open('S2-98', 'T', '', 'Not answered yet.'),
    open('S2-99', 'K', '', 'Not answered yet.'),
    open('S2-100', 'T', '', 'Not answered yet.'),
    open('S2-101', 'K', '', 'Not answered yet.'),
    open('S2-102', 'K', '', 'Not answered yet.'),
    open('S2-103', 'K', '', 'Not answered yet.'),
    open('S2-104', 'K', '', 'Not answered yet.'),
  ],
};
