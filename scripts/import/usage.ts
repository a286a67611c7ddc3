import { command } from '../command-line/command.ts';
import { flag, text } from '../command-line/option.ts';

export const imports = command({
  name: 'import',
  group: 'More',
  summary:
    'makes imports/: packages and JSON schemas from the files of imports/sources.yaml, types of values from the pinned charts',
  options: {
    from: text(
      'DIR',
      'read DIR/<bundle>/<file name> and DIR/kubernetes/<version>/swagger.json, not the repositories',
      { path: true },
    ),
    charts: flag('only the types of what charts are told, from the charts that npx fleet charts has fetched'),
    check: flag('write nothing; exit 1 and list what differs from imports/'),
  },
  arguments: {},
  work: { main: 'scripts/import/main.ts' },
});
