import { ChangeError, type Repository } from '../repository.ts';
import type { Scenario } from '../scenario.ts';

/** Runs a command that has to succeed. */
function ran(repository: Repository, command: string): void {
  const { passed, output } = repository.run(command);
  if (!passed) throw new ChangeError(`${command} fails:\n${output}`);
}

function promote(repository: Repository, cluster: string, image: string, flags: string): void {
  ran(repository, `npm run --silent promote -- ${cluster} ${image} ${flags}`);
}

const digest = (pair: string) => `sha256:${pair.repeat(32)}`;

/** A canary of the API with the most requirements, and of the front end. */
export const builds: readonly Scenario[] = [
  {
    name: 'promotion',
    purpose: 'a build, as the README writes its version, on production',
    touches: ['clusters/triptrip-production/images.yaml'],
    change: (repository) =>
      promote(repository, 'triptrip-production', 'triptrip-api', `--version 1.5.0 --digest ${digest('5a')}`),
  },
  {
    name: 'canary',
    purpose: 'a tenth of the requests for new builds of two services',
    touches: ['clusters/triptrip-production/images.yaml'],
    change: (repository) => {
      for (const image of ['triptrip-api', 'triptrip-web'])
        promote(
          repository,
          'triptrip-production',
          image,
          `--canary 10 --version 1.5.0 --digest ${digest('5a')}`,
        );
    },
  },
];
