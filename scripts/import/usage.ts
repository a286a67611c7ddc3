import { command } from '../command-line/command.ts';
import { flag, text } from '../command-line/option.ts';

export const imports = command({
  name: 'import',
  group: 'More',
  summary: 'makes the packages and JSON schemas of imports/ from the files that imports/sources.yaml pins',
  options: {
    from: text(
      'DIR',
      'read DIR/<bundle>/<file name> and DIR/kubernetes/<version>/swagger.json, not the repositories',
      { path: true },
    ),
    check: flag('write nothing; exit 1 and list what differs from imports/'),
  },
  arguments: {},
  work: { main: 'scripts/import/main.ts' },
});
