import { command } from '../command-line/command.ts';
import { argument, furtherArguments, text, whole } from '../command-line/option.ts';

export const promoteStaged = command({
  name: 'promote:staged',
  group: 'Gates',
  summary:
    'says whether clusters before production run a build and are well, as Argo CD has reported to GitHub',
  details:
    'Their Argo CD gives a commit of main the status deployed/APPLICATION when it is synced, its smoke tests have passed and its pods are healthy. Needs the GitHub CLI (gh) with a token that may read statuses, and the history of main. Exit code 1 while anything is missing.',
  options: {
    digest: text('DIGEST', 'the build: sha256: and 64 hexadecimal digits', {
      variables: ['FLEET_DIGEST'],
    }),
    wait: whole('MINUTES', 'ask again for so long', { from: 0, to: 350, otherwise: 0 }),
  },
  arguments: {
    image: argument('an image of images.yaml'),
    clusters: furtherArguments(
      'names of clusters, each argument one or several apart by spaces or commas; one of production stands for those of the stage before it',
      { suggests: (names) => names.clusters() },
    ),
  },
  examples: [
    [
      'triptrip-api triptrip-production --digest sha256:… --wait 30',
      'what a promotion there waits for: triptrip-staging',
    ],
  ],
  work: { main: 'scripts/promote-staged/main.ts' },
});
