import { command } from '../command-line/command.ts';
import { flag, format } from '../command-line/option.ts';

export const rows = command({
  name: 'rows',
  group: 'More',
  summary: 'writes the documents that say where each requirement stands, from the lists in requirements/',
  options: {
    check: flag('write nothing; exit 1 if a document is stale or a list does not hold'),
    format: format(),
  },
  arguments: {},
  work: { main: 'scripts/rows/main.ts' },
});
