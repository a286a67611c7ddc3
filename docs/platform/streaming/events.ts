import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const events: Section<Row> = {
  title: 'Streaming: events',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    open('S0-65', 'T', '', 'Not answered yet.'),
    open('S0-66', 'T', '', 'Not answered yet.'),
    open('S0-67', 'K', '', 'Not answered yet.'),
    open('S0-68', 'T', '', 'Not answered yet.'),
    open('S0-69', 'D', '', 'Not answered yet.'),
    open('S0-70', 'K', '', 'Not answered yet.'),
    open('S0-71', 'T', '', 'Not answered yet.'),
    open('S0-72', 'D', '', 'Not answered yet.'),
    open('S0-73', 'C', '', 'Not answered yet.'),
  ],
};
