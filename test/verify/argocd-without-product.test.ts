import { expect, it } from 'vitest';
import { withoutProduct } from '../../scripts/verify/argocd/without-product.ts';
import { liveFleet } from '../live-fleet.ts';

const { fleet, unitsOn } = liveFleet;

const platform = 'platform';
const unitOf = (path: string) => path.split('/')[1];

/** The smallest cluster with a product, and the product; none where the fleet has no product. */
const [cluster = '', product = ''] = fleet.clusters
  .map(({ name }) => name)
  .sort((one, other) => unitsOn(one).length - unitsOn(other).length)
  .flatMap((name) => {
    const found = unitsOn(name).find(({ project }) => project !== platform);
    return found === undefined ? [] : [[name, found.project] as const];
  })[0] ?? ['', ''];

it('a product that leaves takes along all of its own, its Applications and its namespaces, and nothing of others', () => {
  if (product === '') return;
  const changes = withoutProduct(fleet, cluster, product);
  const gone = [...changes].filter(([, text]) => text === undefined).map(([path]) => path);
  const own = unitsOn(cluster).filter(({ project }) => project === product);
  for (const { name } of own.filter(({ workloads }) => workloads !== undefined)) {
    expect(
      gone.some((path) => path.endsWith(`/application-${cluster}-${name}.yaml`)),
      name,
    ).toBe(true);
  }
  const rest = unitsOn(cluster).filter(({ project }) => project !== product);
  for (const { namespace } of own.filter((each) =>
    rest.every((other) => other.namespace !== each.namespace),
  )) {
    expect(
      gone.some((path) => path.endsWith(`/namespace-${namespace}.yaml`)),
      namespace,
    ).toBe(true);
  }
  const ofOthers = rest.filter(({ project }) => project !== platform);
  expect(gone.map(unitOf).filter((unit) => ofOthers.some(({ name }) => name === unit))).toEqual([]);
  expect([...changes.keys()].filter((path) => !path.startsWith(`${cluster}/`))).toEqual([]);
});
