import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const secrets: Section<Row> = {
  title: 'Streaming: environment variables and secrets',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    open('S0-55', 'K', '', 'Not answered yet.'),
    open('S0-56', 'K', '', 'Not answered yet.'),
    open('S0-57', 'T', '', 'Not answered yet.'),
    open('S0-58', 'T', '', 'Not answered yet.'),
    open('S0-59', 'T', '', 'Not answered yet.'),
    open('S0-60', 'K', '', 'Not answered yet.'),
    open('S0-61', 'K', '', 'Not answered yet.'),
    open('S0-62', 'T', '', 'Not answered yet.'),
    open('S0-63', 'D', '', 'Not answered yet.'),
    open('S0-64', 'D', '', 'Not answered yet.'),
  ],
};
