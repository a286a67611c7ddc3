import { command } from '../command-line/command.ts';
import { flag, formats, optionalArgument, text, texts } from '../command-line/option.ts';

export const charts = command({
  name: 'charts',
  group: 'Every day',
  summary:
    'fetches the pinned Helm charts, writes what they make of our values into dist/charts/, and pins other versions',
  details:
    'Without an argument it fetches what charts/pins.yaml pins into node_modules/.cache/charts, holds every archive against its digest, and renders the releases whose inventory in dist/charts/ is old: each of their values has to make a difference. bump writes another version into charts/pins.yaml, with the digest of its archive; unpin takes a chart or a version out. newer asks every repository for newer versions, and changes nothing: exit code 1 where there are some, 2 where one does not answer. Synth and tests never use the network.',
  options: {
    from: text(
      'DIR',
      'take charts from DIR, packaged as <name>-<version>.tgz or as sources <name>-<version>/, not from the network',
      {
        path: true,
      },
    ),
    check: flag(
      'only say which inventories are older than their chart or values, without chart and network; exit 1',
      {
        insteadOf: { 'dry-run': 'it writes nothing' },
      },
    ),
    every: flag('render every release again, and try every value, also where nothing has changed', {
      insteadOf: { all: 'npm takes --all for itself' },
    }),
    render: text(
      'DIR',
      'write every object that the charts make of the values in dist/ to DIR/<cluster>/<unit>.yaml',
      { path: true },
    ),
    cluster: texts('CLUSTER', 'with --render: only this cluster', { suggests: (names) => names.clusters() }),
    unit: texts('UNIT', 'with --render: only this unit'),
    repository: text(
      'URL',
      'with bump, for a new chart: https://…, or the path in an OCI registry without oci://',
    ),
    digest: text(
      'DIGEST',
      'with bump: do not fetch the archive, its digest is this one: sha256: and 64 hexadecimal digits',
    ),
    trial: flag('with newer: fetch each newer version, and render it with the values of dist/'),
    format: formats(['text', 'json', 'markdown']),
    beside: flag('with bump: keep the other versions, as two of Istio stand side by side during an upgrade'),
  },
  arguments: {
    action: optionalArgument('what to do with a pin', { oneOf: ['bump', 'unpin', 'newer'] }),
    name: optionalArgument('the name of a chart', { suggests: (names) => names.charts() }),
    version: optionalArgument('an exact version of it'),
  },
  examples: [
    ['', 'fetches what is missing, and renews what is old'],
    ['bump keda 2.20.3', 'pins another version instead'],
    [
      'bump descheduler 0.34.0 --repository https://kubernetes-sigs.github.io/descheduler',
      'pins a new chart',
    ],
    ['newer --trial', 'which charts have newer versions, and whether those take our values'],
    ['--render rendered --cluster prod-eu', 'what the charts of a cluster become'],
  ],
  work: { main: 'scripts/charts/main.ts' },
});
