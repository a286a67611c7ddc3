import { command } from '../command-line/command.ts';
import { argument, flag, percent, text } from '../command-line/option.ts';

/** What brings a build says the same of it, on one cluster or on several. */
export const build = text('VERSION', 'for people, such as 1.5.0', {
  variables: ['FLEET_BUILD'],
  insteadOf: { version: 'npm takes --version for itself', tag: 'npm takes --tag for itself' },
});
export const skipStage = text(
  'REASON',
  'in an emergency: why the build cannot run on the stage before first, in a sentence that images.yaml then shows',
  {
    variables: ['FLEET_SKIP_STAGE'],
    insteadOf: {
      force: 'it needs a reason',
      emergency: 'it needs a reason',
      reason: 'it is for skipping a stage',
    },
  },
);

export const promote = command({
  name: 'promote',
  group: 'Every day',
  summary: 'writes a build, a canary or a rollback of an image into the images.yaml of a cluster',
  details:
    'Nothing else is written: run npx fleet synth afterwards and commit both. A mistake changes no file. If the cluster already runs the build, there is nothing to do. A build comes to production only after a cluster of the stage before has run it; a rollback needs nothing of the kind. For several clusters at once, as pipelines need it: npx fleet images set.',
  options: {
    build,
    digest: text('DIGEST', 'what the cluster runs: sha256: and 64 hexadecimal digits', {
      variables: ['FLEET_DIGEST'],
    }),
    canary: percent(
      'WEIGHT',
      'the build gets this percentage of the requests; without build and digest: a new share for the running canary',
      { variables: ['FLEET_CANARY'] },
    ),
    'promote-canary': flag('everybody gets the canary'),
    'end-canary': flag('nobody gets the canary any more'),
    'skip-stage': skipStage,
    'roll-back': flag(
      'ends the canary, or returns to the previous build; with --digest only if that one still runs',
      { insteadOf: { undo: 'it undoes the last change of the build' } },
    ),
  },
  arguments: {
    cluster: argument('the name of a cluster', { suggests: (names) => names.clusters() }),
    image: argument('an image of its images.yaml', { suggests: (names, [cluster]) => names.images(cluster) }),
  },
  examples: [
    ['prod-eu chat-service --build 1.5.0 --digest sha256:…', 'everybody gets 1.5.0'],
    ['prod-eu chat-service --build 1.5.0 --digest sha256:… --canary 10', '10 % of the requests get it'],
    ['prod-eu chat-service --promote-canary', 'then everybody'],
    ['prod-eu chat-service --roll-back', 'the canary ends, or the previous build comes back'],
  ],
  work: { main: 'scripts/promote/main.ts' },
});
