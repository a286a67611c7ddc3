import type { ClusterRule } from '../../rule.ts';
import { deployment } from '../sample-workloads.ts';
import { imagesPulled } from './images.ts';

/** So many from one registry are a habit. */
const LEAST = 4;
const names = ['web', 'api', 'worker', 'mail'];
const ours = names.map((name) => deployment(name)).join('');

/** The one image that comes from elsewhere. */
export const imageRegistry: ClusterRule = {
  id: 'image-registry',
  severity: 'warning',
  summary: 'An image of another registry than all others of the tree, or of another account',
  breaks:
    'A public registry limits pulls, goes away, and nobody has scanned what it has today; a foreign account is nobody that the nodes may pull from. The pods stay in ImagePullBackOff at the next scale-up.',
  pitfalls: ['X-108', 'X-52', 'X-91'],
  failing: ours + deployment('proxy', { image: 'nginx:1.27.3' }),
  passing: ours + deployment('proxy', { image: 'registry.example.com/mirror/nginx:1.27.3' }),
  *judge(state) {
    const images = imagesPulled(state);
    const counts = new Map<string, Set<string>>();
    for (const { registry, repository } of images) {
      counts.set(registry, (counts.get(registry) ?? new Set()).add(repository));
    }
    const [first, ...others] = [...counts].sort(([, one], [, other]) => other.size - one.size);
    if (first === undefined || first[1].size < LEAST || first[0] === 'docker.io') return;
    const foreign = others.reduce((sum, [, repositories]) => sum + repositories.size, 0);
    if (foreign > 1 && foreign * 6 > first[1].size) return;
    for (const { resource, path, container, written, registry, isQualified } of images) {
      if (registry === first[0]) continue;
      yield {
        resource,
        path,
        message: `The image ${written} of ${container} is pulled from ${isQualified ? registry : 'Docker Hub'}; all others from ${first[0]}.`,
        fix: `Write it as one of ${first[0]}, and mirror it there${resource.isExtract ? ': by the values of its chart' : ''}.`,
      };
    }
  },
};
