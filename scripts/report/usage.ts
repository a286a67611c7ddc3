import { command } from '../command-line/command.ts';
import { optionalArgument, text } from '../command-line/option.ts';

export const report = command({
  name: 'report',
  group: 'Every day',
  summary: 'writes the fleet as a page: clusters, capacity, autoscalers, versions, findings and changes',
  details:
    'The folder needs no server and no network: open its index.html. A folder with an index.json of synth is a fleet; any other, with one or many objects a file, is one cluster. Exit code 2: something in a folder cannot be read.',
  options: {
    out: text('FOLDER', 'where the page goes; default: .cache/report', { path: true }),
    base: text('REVISION', 'shows what changes since then, as npx fleet diff tells it'),
  },
  arguments: { dir: optionalArgument('folder with Kubernetes YAML; default: dist', { path: true }) },
  examples: [
    ['', 'the fleet, in .cache/report/index.html'],
    ['--base main', 'with what this branch changes'],
    ['manifests --out page', 'any tree of manifests'],
  ],
  work: { main: 'scripts/report/main.ts' },
});
