import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const zeroTrust: Section<Row> = {
  title: 'Streaming: zero trust and network',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    open('S0-74', 'K', '', 'Not answered yet.'),
    open('S0-75', 'K', '', 'Not answered yet.'),
    open('S0-76', 'T', '', 'Not answered yet.'),
    open('S0-77', 'T', '', 'Not answered yet.'),
    open('S0-78', 'T', '', 'Not answered yet.'),
    open('S0-79', 'K', '', 'Not answered yet.'),
    open('S0-80', 'T', '', 'Not answered yet.'),
    open('S0-81', 'K', '', 'Not answered yet.'),
    open('S0-82', 'K', '', 'Not answered yet.'),
    open('S0-83', 'D', '', 'Not answered yet.'),
  ],
};
