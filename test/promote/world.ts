import { parse, stringify } from 'yaml';
import { imagesSchema } from '../../clusters/images-schema.ts';
import type { Cluster, Image, PastImage } from '../../clusters/index.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { type Plan, plan } from '../../scripts/promote/plan.ts';
import type { Change } from '../../scripts/promote/request.ts';
import type { Ground } from '../../scripts/promote/stages.ts';
import { frozenFleet } from '../fleet/frozen-fleet.ts';

/** The digest that a digit stands for. */
export const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

/** A build whose version and digest belong together. */
export const build = (digit: string) => ({ version: `9.${digit}.0`, digest: digest(digit) });

/** TripTrip's clusters as the real fleet has them: one to develop on and one that stands by, beside those of the frozen fleet. */
const { clusterOf } = frozenFleet;
const like = (name: string, of: string, more: Partial<Cluster>): Cluster => ({
  ...clusterOf(of),
  name,
  ...more,
});
const production = clusterOf('triptrip-production');
const clusters: readonly Cluster[] = [
  ...frozenFleet.fleet.clusters,
  like('triptrip-dev', 'triptrip-staging', { environment: 'development' }),
  like('triptrip-dr', 'triptrip-production', {
    takesOver: [{ cluster: production.name, domain: production.domain, hosts: ['api'] }],
  }),
];
const units: readonly Unit[] = frozenFleet.units.map((unit) => ({
  ...unit,
  clusters: unit.clusters.includes(production.name)
    ? [...unit.clusters, 'triptrip-dev', 'triptrip-dr']
    : unit.clusters,
}));

/** The frozen fleet in memory: its `images.yaml`, and what each image was by the commits so far. */
export class World {
  readonly #texts = new Map(clusters.map(({ name, images }) => [name, stringify(images)] as const));
  readonly #past = new Map<string, PastImage[]>();

  images(cluster: string): Readonly<Record<string, Image>> {
    return imagesSchema.parse(parse(this.#texts.get(cluster) ?? ''));
  }

  image(cluster: string, image: string): Image {
    const found = this.images(cluster)[image];
    if (found === undefined) throw new Error(`${cluster} has no ${image}.`);
    return found;
  }

  get ground(): Ground {
    return {
      clusters: clusters.map((each) => ({ ...each, images: this.images(each.name) })),
      units: () => units,
      deployed: {
        now: (cluster, image) => this.images(cluster)[image],
        before: (cluster, image) => this.past(cluster, image),
      },
    };
  }

  /** Newest first; what the frozen fleet runs was committed as well. */
  past(cluster: string, image: string): readonly PastImage[] {
    const first = clusters.find(({ name }) => name === cluster)?.images[image];
    return this.#past.get(`${cluster}/${image}`) ?? (first === undefined ? [] : [first]);
  }

  /** What would be done; nothing is. */
  plan(cluster: string, image: string, change: Change): Plan {
    return plan({ cluster, image, change }, this.ground, (of) => this.#texts.get(of) ?? '');
  }

  /** Carries it out and commits it. */
  change(cluster: string, image: string, change: Change): Plan {
    const planned = this.plan(cluster, image, change);
    const before = this.past(cluster, image);
    this.#texts.set(cluster, planned.text);
    if (planned.changed) this.#past.set(`${cluster}/${image}`, [this.image(cluster, image), ...before]);
    return planned;
  }
}
