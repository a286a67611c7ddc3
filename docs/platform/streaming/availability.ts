import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const availability: Section<Row> = {
  title: 'Streaming: availability and disaster recovery',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    open('S0-84', 'T', '', 'Not answered yet.'),
    open('S0-85', 'K', '', 'Not answered yet.'),
    open('S0-86', 'T', '', 'Not answered yet.'),
    open('S0-87', 'K', '', 'Not answered yet.'),
    open('S0-88', 'K', '', 'Not answered yet.'),
    open('S0-89', 'K', '', 'Not answered yet.'),
    open('S0-90', 'D', '', 'Not answered yet.'),
  ],
};
