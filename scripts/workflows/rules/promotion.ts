import type { Rule } from '../rule.ts';

/** A command that writes a build into `images.yaml`; a rollback writes one that was there. */
const BRINGS_A_BUILD = /\bpromote\b(?!:)(?!.*--roll-back).*--digest\b|\bimages (?:-- )?set\b/;

const promoting = (step: string) =>
  `on: workflow_dispatch\njobs: {staging: {environment: staging, steps: [${step} {run: npm run promote -- staging api --build 1.0.0 --digest sha256:0}]}}`;

const buildsAreVerified: Rule = {
  id: 'builds-are-verified',
  breaks: 'Whoever may start the workflow sends any image of the registry to a cluster, signed by nobody.',
  fails: promoting(''),
  passes: promoting('{uses: ./.github/actions/verify-signature, with: {}},'),
  find: ({ jobs }) =>
    jobs.flatMap(({ name, steps }) => {
      const writes = steps.findIndex(({ run = '' }) => BRINGS_A_BUILD.test(run));
      const verified = steps
        .slice(0, Math.max(writes, 0))
        .some(
          ({ uses = '', run = '' }) => /\/verify-signature(@|$)/.test(uses) || /\bimage:verify\b/.test(run),
        );
      return writes < 0 || verified
        ? []
        : [
            `${name}: writes a build into images.yaml whose signature it did not verify. Verify it in a step before.`,
          ];
    }),
};

const promotingTo = (environment: string, wait: string) =>
  `on: workflow_dispatch\njobs: {go: {environment: ${environment}, steps: [${wait} {uses: ./.github/actions/verify-signature}, {run: npm run promote -- prod api --build 1.0.0 --digest sha256:0}]}}`;

const WAITS = '{run: npx fleet promote:staged api staging --digest sha256:0},';

const productionWaitsForStaging: Rule = {
  id: 'production-waits-for-staging',
  breaks: 'A build goes to production whose pull request for staging nobody merged, or that fails there.',
  fails: promotingTo('production', ''),
  passes: promotingTo('production', WAITS),
  find: ({ jobs }) =>
    jobs.flatMap(({ name, steps, environment }) => {
      const [waits, writes] = [/\bpromote:staged\b/, BRINGS_A_BUILD].map((command) =>
        steps.findIndex(({ run = '' }) => command.test(run)),
      );
      if (writes === undefined || waits === undefined) return [];
      if (environment === 'production' && writes >= 0 && (waits < 0 || waits > writes)) {
        return [
          `${name}: writes a build before staging has reported it. Run promote:staged in a step before.`,
        ];
      }
      // It would wait for what it has not proposed yet.
      return environment === 'staging' && waits >= 0
        ? [`${name}: waits for itself. Only production waits for staging.`]
        : [];
    }),
};

const writesOnTodaysMain: Rule = {
  id: 'writes-on-todays-main',
  breaks: 'A build is refused that staging runs: its pull request was merged while the job waited for that.',
  fails: promotingTo('production', WAITS),
  passes: promotingTo('production', `${WAITS} {run: git merge --ff-only origin/main},`),
  find: ({ jobs }) =>
    jobs.flatMap(({ name, steps }) => {
      const [, ...waited] = steps
        .map(({ run = '' }) => run)
        .join('\n')
        .split(/\bpromote:staged\b/);
      const [before = '', ...writes] = waited.join('\n').split(BRINGS_A_BUILD);
      return writes.length === 0 || /\bgit merge --ff-only\b/.test(before)
        ? []
        : [`${name}: writes a build on what main was before it waited. Run git merge --ff-only after it.`];
    }),
};

export const promotion: readonly Rule[] = [buildsAreVerified, productionWaitsForStaging, writesOnTodaysMain];
