import type { Rule } from '../rule.ts';
import type { NamedJob } from '../workflow.ts';

const push = (guard: string) =>
  `on: [push, pull_request]\njobs: {push: {${guard} outputs: {digest: "\${{ steps.build.outputs.digest }}"}, steps: [{id: build, uses: docker/build-push-action@v7, with: {push: true}}]}}`;

const pullRequestsPushNothing: Rule = {
  id: 'pull-requests-push-nothing',
  breaks: 'An image that nobody has reviewed stands in the registry; a fork has no secrets and fails (X-90).',
  fails: push(''),
  passes: push("if: github.event_name == 'push',"),
  find: ({ jobs, triggers }) =>
    triggers.some((trigger) => trigger === 'pull_request' || trigger === 'workflow_call')
      ? jobs
          .filter((job) => pushesImage(job) && !String(job.if).includes("github.event_name == 'push'"))
          .map(
            ({ name }) => `${name}: pushes on a pull request too. Add \`if: github.event_name == 'push'\`.`,
          )
      : [],
};

const digestsAreHandedOn: Rule = {
  id: 'digests-are-handed-on',
  breaks: 'A list of tags becomes part of an image reference, or a tag comes to mean another build (X-88).',
  fails: `on: push\njobs: {build: {outputs: {image_tag: "\${{ steps.meta.outputs.tags }}"}, steps: [{uses: docker/build-push-action@v7, with: {push: true}}]}}`,
  passes: push(''),
  find: ({ jobs }) =>
    jobs.flatMap((job) => [
      ...Object.entries(job.outputs)
        .filter(([, value]) => /outputs\.tags?\b/.test(value))
        .map(([output]) => `${job.name}: the output ${output} is a tag. Hand on the digest.`),
      ...(pushesImage(job) && !Object.values(job.outputs).some((value) => /outputs\.digest\b/.test(value))
        ? [`${job.name}: pushes an image and does not hand on its digest. Add it to the outputs.`]
        : []),
    ]),
};

const mainChangesByReview: Rule = {
  id: 'main-changes-by-review',
  breaks: 'Production changes without anybody having looked, or the job fails where nothing changed (X-90).',
  fails:
    'on: push\njobs: {deploy: {steps: [{run: "git commit --all --message x\\ngit push origin HEAD:main"}]}}',
  passes:
    'on: push\njobs: {deploy: {steps: [{run: "git diff --cached --quiet"}, {run: "git commit --message x\\ngit push origin HEAD:refs/heads/promote"}]}}',
  find: ({ jobs }) =>
    jobs.flatMap(({ name, steps }) => {
      const scripts = steps.map(({ run = '' }) => run).join('\n');
      return [
        ...(/\bgit push\b.*\b(?:main|master)\b/.test(scripts) || /\bgit push *$/m.test(scripts)
          ? [`${name}: pushes to main. Push a branch, and open a pull request.`]
          : []),
        ...(/\bgit commit\b/.test(scripts) && !/\bgit diff --cached --quiet\b/.test(scripts)
          ? [`${name}: commits where nothing may have changed. Ask \`git diff --cached --quiet\` first.`]
          : []),
      ];
    }),
};

const changesAreApproved: Rule = {
  id: 'changes-are-approved',
  breaks: 'AWS or a cluster changes before anybody has agreed (S1-44).',
  fails: 'on: push\njobs: {apply: {steps: [{run: terraform apply plan}]}}',
  passes: 'on: push\njobs: {apply: {environment: production, steps: [{run: terraform apply plan}]}}',
  find: ({ jobs }) =>
    jobs
      .filter(({ steps, environment }) =>
        steps.some(
          ({ run = '' }) =>
            !environment &&
            /\bterraform[ :]apply\b|\b(?:npm run|npx fleet) (?:promote|images)\b(?!:).*--|\b(?:npm run|npx fleet) replay\b/.test(
              run,
            ),
        ),
      )
      .map(({ name }) => `${name}: has no environment, which is what waits for an approval. Name one.`),
};

const signing = (scan: string) =>
  `on: push\njobs: {push: {steps: [{id: build, uses: docker/build-push-action@v7}, ${scan} {run: "cosign sign --yes $REFERENCE"}]}}`;

const signedIsScanned: Rule = {
  id: 'signed-is-scanned',
  breaks: 'A build is signed that nobody looked into: the one that was scanned was another, made before it.',
  fails: signing('{uses: example/fleet/.github/actions/scan-image@main, with: {reference: candidate}},'),
  passes: signing(
    `{uses: example/fleet/.github/actions/scan-image@main, with: {reference: "app@\${{ steps.build.outputs.digest }}"}},`,
  ),
  find: ({ jobs }) =>
    jobs.flatMap(({ name, steps }) => {
      const signs = steps.findIndex(({ run = '' }) => /\bcosign sign\b/.test(run));
      const scanned = steps
        .slice(0, Math.max(signs, 0))
        .some(
          ({ uses = '', with: given }) =>
            uses.includes('/scan-image@') && /outputs\.digest\b/.test(String(given.reference)),
        );
      return signs < 0 || scanned
        ? []
        : [`${name}: signs a digest that it did not scan. Scan it, by that digest, in a step before.`];
    }),
};

/** Whether a job sends an image to a registry. */
function pushesImage({ steps }: NamedJob): boolean {
  return steps.some(
    ({ uses = '', run = '', with: given }) =>
      (uses.startsWith('docker/build-push-action@') &&
        (given.push === true || /\$\{\{/.test(String(given.push)))) ||
      /\bdocker push\b|buildx build\b.*--push/.test(run),
  );
}

export const delivery: readonly Rule[] = [
  pullRequestsPushNothing,
  digestsAreHandedOn,
  mainChangesByReview,
  changesAreApproved,
  signedIsScanned,
];
