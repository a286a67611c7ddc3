import type { ChartPins } from '../../../charts/pins.ts';
import { inParallel } from '../../programs/parallel.ts';
import { apiVersionsOf } from '../api-versions.ts';
import type { Release } from '../releases.ts';
import { asksForApiVersions, type Renderer, renderRelease } from '../render.ts';
import { factsOf, type ObjectFacts } from './facts.ts';
import { FORM, type Inventory } from './inventory.ts';
import { originOf } from './origin.ts';

/** An inventory as it was made now, and the API versions that its chart could ask for. */
export interface Renewed {
  readonly release: Release;
  readonly inventory: Inventory;
  readonly apiVersions: readonly string[];
}

/** What the inventory of a release says until now, old or not. */
export interface Known {
  readonly release: Release;
  readonly objects: readonly ObjectFacts[];
}

/** What is rendered from. */
export interface Sources {
  /** What inventories say, also those that are old. */
  readonly known: readonly Known[];
  readonly renderer: Renderer;
  readonly pins: ChartPins;
}

/**
 * Renders releases, and with them those whose charts ask which API versions a cluster has, where that has changed. What is not
 * rendered again has the API versions of its inventory.
 *
 * @param old those to render
 */
export async function renewed(
  old: readonly Release[],
  { known, renderer, pins }: Sources,
): Promise<readonly Renewed[]> {
  const asks = new Map([...renderer.charts].map(([key, chart]) => [key, asksForApiVersions(chart)]));
  const isAsking = ({ chart, version }: Release) => asks.get(`${chart}-${version}`) ?? false;
  const done = new Map<string, Renewed>();
  const versions = () => {
    const made = [...done.values()].map(({ release, inventory }) => ({
      release,
      objects: inventory.objects,
    }));
    const others = known.filter(({ release }) => !done.has(placeOf(release)));
    return apiVersionsOf(
      [...others, ...made].map(({ release, objects }) => ({ cluster: release.cluster, objects })),
    );
  };
  const render = async (releases: readonly Release[]) => {
    const found = versions();
    const made = await inParallel(releases, async (release) => {
      const apiVersions = found.get(release.cluster) ?? [];
      const { objects, origin } = await renderRelease(release, renderer, { apiVersions });
      const inventory = {
        ...originOf(release, pins),
        confirmed: origin === 'archive',
        form: FORM,
        objects: factsOf(objects, release.namespace),
      };
      return { release, inventory, apiVersions };
    });
    for (const each of made) done.set(placeOf(each.release), each);
  };
  const before = versions();
  await render(old.filter((release) => !isAsking(release)));
  await render(old.filter(isAsking));
  // Once more where definitions depend on those of others; a third time would show nothing new.
  const after = versions();
  const others = known.map(({ release }) => release).filter((release) => !done.has(placeOf(release)));
  await render(
    [...old, ...others].filter((release) => {
      const askedFor = done.get(placeOf(release))?.apiVersions ?? before.get(release.cluster);
      return isAsking(release) && JSON.stringify(askedFor) !== JSON.stringify(after.get(release.cluster));
    }),
  );
  return [...done.values()];
}

/** Of a release among all of a fleet. */
export function placeOf({ cluster, unit }: Pick<Release, 'cluster' | 'unit'>): string {
  return `${cluster}/${unit}`;
}
