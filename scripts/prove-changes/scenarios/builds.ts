import { snippet } from '../document.ts';
import { ran } from '../edits.ts';
import type { Repository } from '../repository.ts';
import type { Scenario } from '../scenario.ts';
import { randomFrom } from '../seed.ts';

const PRODUCTION = 'clusters/triptrip-production/images.yaml';

/** A digest of no image at all. */
const digestOf = (random: () => number) =>
  `sha256:${Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('')}`;

const DIGEST = digestOf(randomFrom(0));

/** The commands of the README, from staging to production, with a whole digest for its dots. */
function promoteAsShown(repository: Repository): void {
  const { text } = snippet(repository.read('README.md'), 'Promote a build', 'sh');
  for (const line of text.split('\n').filter((each) => each !== ''))
    ran(repository, line.replace('sha256:…', DIGEST));
}

/** The README's block below the digest of some images. */
function canaryAsShown(repository: Repository): void {
  const { text } = snippet(repository.read('README.md'), 'Try a build as a canary', 'yaml');
  const block = text.replace('sha256:…', DIGEST).replaceAll(/^(?=.)/gm, '  ');
  for (const image of ['triptrip-api', 'triptrip-web'])
    repository.replace(PRODUCTION, new RegExp(`(?<=^${image}:\\n( .*\\n)*  digest: .*\\n)`, 'm'), block);
}

/** Steps that a team takes with a build; each leads to a state that has to be green. */
const STEPS = ['none', 'promote', 'canary', 'promote-canary', 'end-canary', 'roll-back'] as const;

interface Image {
  readonly cluster: string;
  readonly image: string;
  readonly step: (typeof STEPS)[number];
  readonly version: string;
  readonly digest: string;
  /** Whether a build may come to it only from the stage before. */
  readonly production: boolean;
}

/** Each image takes its own step at once, so most builds reach production without the stage before. */
const AT_ONCE = "--skip-stage 'A proof takes every step at once'";

/** How the README's command calls the name of a build. */
function flagOf(repository: Repository): string {
  const { text } = snippet(repository.read('README.md'), 'Promote a build', 'sh');
  return /(--[a-z]+) \d/.exec(text)?.[1] ?? '--build';
}

/** Every image of every cluster takes a step of its own, and all of them are there at once. */
function everyImage(seed: number): (repository: Repository) => void {
  return (repository) => {
    const images = imagesOf(repository, randomFrom(seed));
    const flag = flagOf(repository);
    const command = ({ cluster, image }: Image, options: string) =>
      `npm run --silent promote -- ${cluster} ${image} ${options}`;
    const reason = ({ production }: Image) => (production ? ` ${AT_ONCE}` : '');
    const build = (image: Image) => `${flag} ${image.version} --digest ${image.digest}${reason(image)}`;
    const only = (...steps: readonly Image['step'][]) => images.filter(({ step }) => steps.includes(step));

    runAll(
      repository,
      only('promote', 'roll-back').map((each) => command(each, build(each))),
      only('canary', 'promote-canary', 'end-canary').map((each, index) =>
        command(each, `--canary ${[1, 10, 50, 100][index % 4]} ${build(each)}`),
      ),
    );
    repository.commit();
    runAll(
      repository,
      only('promote-canary').map((each) => command(each, `--promote-canary${reason(each)}`)),
      only('end-canary').map((each) => command(each, '--end-canary')),
      only('roll-back').map((each) => command(each, '--roll-back')),
    );
  };
}

/** One shell for all of them: a command a time would take minutes. */
function runAll(repository: Repository, ...commands: readonly (readonly string[])[]): void {
  ran(repository, ['set -e', ...commands.flat()].join('\n'));
}

function imagesOf(repository: Repository, random: () => number): readonly Image[] {
  const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];
  const services = new Set(
    repository
      .run('git grep -hoE "^  name: \'[a-z-]+\'" $(git grep -lE "= service\\(" -- apps)')
      .output.match(/(?<=')[a-z-]+(?=')/g),
  );
  return repository
    .list('clusters')
    .filter((cluster) => repository.exists(`clusters/${cluster}/images.yaml`))
    .flatMap((cluster, clusterNumber) => {
      const choices = repository.read(`clusters/${cluster}/cluster.yaml`);
      const [meshed, production] = [/^mesh:/m, /^environment: production$/m].map((line) =>
        line.test(choices),
      );
      return (repository.read(`clusters/${cluster}/images.yaml`).match(/^[a-z-]+(?=:$)/gm) ?? []).map(
        (image, index): Image => {
          const step = pick(STEPS);
          const canary = step.includes('canary');
          // A version is one build, on every cluster.
          const number = `${Math.floor(random() * 90) + 10}${clusterNumber}${index}`;
          return {
            cluster,
            image,
            // What gets no requests has nothing to split, and without a mesh nothing splits them.
            step: canary && !(meshed && services.has(image)) ? 'promote' : step,
            version: pick([`9.${number}.0`, `v9.${number}.1`, `2026-11-${number}`, `build.${number}`]),
            digest: digestOf(random),
            production: production === true,
          };
        },
      );
    });
}

export const builds: readonly Scenario[] = [
  {
    name: 'promotion',
    purpose: 'a build goes to staging and on to production, by the commands of the README',
    touches: ['staging', 'production', 'dr'].map((name) => `clusters/triptrip-${name}/images.yaml`),
    change: promoteAsShown,
  },
  {
    name: 'canary',
    purpose: 'a tenth of the requests for new builds of two services, by the block of the README',
    touches: [PRODUCTION],
    change: canaryAsShown,
  },
  ...[1, 2].map((seed) => ({
    name: `images-${seed}`,
    purpose: `each image of each cluster is promoted, tried or taken back at once (seed ${seed})`,
    touches: ['clusters/*/images.yaml'],
    change: everyImage(seed),
  })),
];
