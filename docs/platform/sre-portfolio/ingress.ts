import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const ingress: Section<Row> = {
  title: 'SRE portfolio: ingress',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S2-48', 'K', '', 'Not answered yet.'),
    open('S2-49', 'K', '', 'Not answered yet.'),
    open('S2-50', 'K', '', 'Not answered yet.'),
    open('S2-51', 'K', '', 'Not answered yet.'),
    open('S2-52', 'K', '', 'Not answered yet.'),
    open('S2-53', 'K', '', 'Not answered yet.'),
    open('S2-54', 'T', '', 'Not answered yet.'),
    open('S2-55', 'T', '', 'Not answered yet.'),
  ],
};
