import { command } from '../command-line/command.ts';
import { format, furtherArguments, text } from '../command-line/option.ts';

export const chartsProve = command({
  name: 'charts:prove',
  group: 'Proofs with the real programs',
  summary:
    'what the Helm charts become on each cluster, with our objects around it: a rule for each way to break',
  details:
    'Renders every release twice with the pinned Helm, from the archives that npx fleet charts has fetched; what is missing is fetched first. Findings that are meant to be stand in scripts/prove-charts/exceptions.ts. docs/charts.md lists the rules.',
  options: {
    from: text(
      'DIR',
      'take charts from DIR, packaged as <name>-<version>.tgz or as sources <name>-<version>/, not from the network',
      { path: true },
    ),
    format: format(),
  },
  arguments: {
    clusters: furtherArguments('only these; default: all', { suggests: (names) => names.clusters() }),
  },
  examples: [
    ['', 'before a chart is bumped or its values are changed'],
    ['prod-eu', 'one cluster'],
  ],
  work: { main: 'scripts/prove-charts/main.ts' },
});
