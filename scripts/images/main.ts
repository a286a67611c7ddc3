import { implement } from '../command-line/command.ts';
import { repository } from '../promote/repository.ts';
import { setBuild } from './set.ts';
import { images } from './usage.ts';

export const main = implement(images, ({ options, arguments: { image, digest } }) => {
  const { cluster: clusters = [], build, canary: weight, 'skip-stage': skipsStage } = options;
  const { version, plans } = setBuild(
    { clusters, image, digest, version: build, weight, skipsStage },
    repository,
  );
  const changed = plans.some((plan) => plan.changed);
  if (options.format === 'json') {
    const report = {
      image: plans[0]?.image ?? image,
      version,
      digest: digest.trim(),
      changed,
      clusters: plans.map(({ cluster, file, changed, before: { version, digest }, told }) => ({
        cluster,
        file,
        changed,
        before: { version, digest },
        told,
      })),
    };
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  const told = plans.map((plan) => plan.told);
  process.stdout.write(`${[...told, ...(changed ? ['Now run npm run synth.'] : [])].join('\n')}\n`);
});
