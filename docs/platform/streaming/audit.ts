import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const audit: Section<Row> = {
  title: 'Streaming: audit, monitoring, checklist',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    open('S0-91', 'T', '', 'Not answered yet.'),
    open('S0-92', 'T', '', 'Not answered yet.'),
    open('S0-93', 'T', '', 'Not answered yet.'),
    open('S0-94', 'D', '', 'Not answered yet.'),
    open('S0-95', 'D', '', 'Not answered yet.'),
    open('S0-96', 'D', '', 'Not answered yet.'),
    open('S0-97', 'D', '', 'Not answered yet.'),
    open('S0-98', 'D', '', 'Not answered yet.'),
    open('S0-99', 'D', '', 'Not answered yet.'),
    open('S0-100', 'D', '', 'Not answered yet.'),
    open('S0-101', 'K', '', 'Not answered yet.'),
  ],
};
