import { command } from '../command-line/command.ts';
import { argument, format, percent, texts } from '../command-line/option.ts';
import { build, skipStage } from '../promote/usage.ts';

export const images = command({
  name: 'images',
  group: 'Every day',
  summary:
    'writes a build into the images.yaml of several clusters at once, as the pipeline of an app calls it',
  details:
    'All of the clusters get it, or none: a mistake on one changes no file. A second call with the same arguments finds nothing to do, and ends with exit code 0. Two calls at the same moment wait for each other. It refuses what npx fleet promote refuses, which has the rest: canaries that run, and rollbacks. Run npx fleet synth afterwards and commit both.',
  options: {
    cluster: texts('CLUSTER', 'a cluster that is to run it, or several, apart by commas or spaces', {
      variables: ['FLEET_CLUSTERS'],
      suggests: (names) => names.clusters(),
      insteadOf: {
        clusters: 'give it once for each cluster, or several apart by commas',
        on: 'it names a cluster',
      },
    }),
    build,
    canary: percent('WEIGHT', 'the build gets this percentage of the requests, as a canary', {
      variables: ['FLEET_CANARY'],
    }),
    'skip-stage': skipStage,
    format: format(),
  },
  arguments: {
    action: argument('what to do', { oneOf: ['set'] }),
    image: argument('an image of images.yaml, or the unit that runs it', {
      suggests: (names) => names.images(),
    }),
    digest: argument('what the clusters run: sha256: and 64 hexadecimal digits, never a tag'),
  },
  examples: [
    ['set triptrip-api sha256:… --build 1.5.0 --cluster triptrip-staging', 'staging gets 1.5.0'],
    [
      'set triptrip-api sha256:… --cluster triptrip-production --cluster triptrip-dr',
      'then production in both regions; its version is that of staging',
    ],
  ],
  work: { main: 'scripts/images/main.ts' },
});
