import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { clusterSchema } from '../../../clusters/cluster-schema.ts';
import { buildsText } from '../../../scripts/new/cluster/builds.ts';
import { choicesText, linkedText } from '../../../scripts/new/cluster/choices.ts';
import { buildsOwned } from '../../../scripts/new/cluster/code-owners.ts';
import type { WantedCluster } from '../../../scripts/new/cluster/wanted.ts';
import { ownersOf } from '../../../scripts/new/owners.ts';
import { frozenClusters, frozenFleet } from '../../fleet/frozen-fleet.ts';

const wanted: WantedCluster = {
  name: 'north',
  like: '',
  outputs: '',
  environment: 'staging',
  domain: 'north.example.org',
  hub: '',
  products: [],
  linkedTo: [],
  trustDomain: '',
  alertSource: '',
  heartbeat: '',
  expectsRoles: false,
};

const textOf = (cluster: string) => readFileSync(join(frozenClusters, cluster, 'cluster.yaml'), 'utf8');

describe.each(frozenFleet.fleet.clusters)('a cluster like $name', (neighbour) => {
  const before = textOf(neighbour.name);
  const choices = (more: Partial<WantedCluster> = {}, linked: readonly (typeof neighbour)[] = []) =>
    choicesText(before, { ...wanted, ...more }, neighbour, { linked, version: '1.35' });
  const after = parse(choices());

  it('has what its schema asks for, and its own names', () => {
    expect(
      clusterSchema.safeParse({ ...after, kubernetesVersion: neighbour.kubernetesVersion }).error,
    ).toBeUndefined();
    expect(after).toMatchObject({ name: 'north', environment: 'staging', domain: wanted.domain });
    expect(after.kubernetesVersion).toBe('1.35');
    if (neighbour.mesh === undefined) return;
    expect(after.mesh).toMatchObject({ id: 'north', network: 'north', trustDomain: `mesh.${wanted.domain}` });
    expect(after.mesh.revision).toBe(neighbour.mesh.revision);
  });

  it('takes over nothing, is linked with nobody, and pages nobody else', () => {
    for (const key of ['takesOver', 'linkedTo', 'incidentIo', 'hub']) expect(after).not.toHaveProperty(key);
    expect(choices()).not.toContain(neighbour.domain);
  });

  it('keeps every other choice, with its comments', () => {
    const own = ['name', 'environment', 'domain', 'kubernetesVersion', 'mesh', 'customerTokens'];
    const gone = ['takesOver', 'linkedTo', 'incidentIo', 'hub'];
    const rest = (value: Record<string, unknown>) =>
      Object.fromEntries(Object.entries(value).filter(([key]) => ![...own, ...gone].includes(key)));
    expect(rest(after)).toEqual(rest(parse(before)));
    const lines = before.split('\n');
    const keptComments = lines.filter((line, index) => {
      const below = lines.slice(index).find((each) => !each.startsWith('#')) ?? '';
      return line.startsWith('#') && !gone.some((key) => below.startsWith(key));
    });
    for (const comment of keptComments) expect(choices()).toContain(comment);
  });

  it('of production has its own pager, and no chaos', () => {
    const production = parse(choices({ environment: 'production', alertSource: 'A', heartbeat: 'H' }));
    expect(production.incidentIo).toEqual({ alertSource: 'A', heartbeat: 'H' });
    expect(production).not.toHaveProperty('chaosEngineering');
  });

  it('that joins it shares its mesh, and each knows the other', () => {
    if (neighbour.mesh === undefined) return;
    const joined = { ...wanted, linkedTo: [neighbour.name], trustDomain: 'north.mesh' };
    const own = parse(choices(joined, [neighbour]));
    expect(own.mesh).toMatchObject({ id: neighbour.mesh.id, trustDomain: 'north.mesh' });
    expect(own.mesh.trustDomainAliases).toEqual([neighbour.mesh.trustDomain]);
    expect(own.linkedTo).toEqual([neighbour.name]);
    const other = parse(linkedText(before, joined));
    expect(other.linkedTo).toEqual([...neighbour.linkedTo, 'north']);
    expect(other.mesh.trustDomainAliases).toEqual([...neighbour.mesh.trustDomainAliases, 'north.mesh']);
  });
});

describe('the builds of a new cluster', () => {
  const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
  const text = `# Ours.\n\na:\n  version: "1.0" # until spring\n  digest: ${digest('1')}\n  canary:\n    version: "2"\n    digest: ${digest('2')}\n    weight: 5\nb:\n  version: "3"\n  digest: ${digest('3')}\n`;

  it('are those that everybody gets, of what comes along', () => {
    const builds = buildsText(text, new Set(['a']));
    expect(parse(builds)).toEqual({ a: { version: '1.0', digest: digest('1') } });
    expect(builds).toContain('# until spring');
  });

  it('may be none', () => {
    expect(buildsText(text, new Set())).toBe('{}\n');
    expect(buildsText('{}\n', new Set(['a']))).toBe('{}\n');
  });
});

describe('the builds of a new cluster are asked of its products', () => {
  const owners = `*  @x/platform
/apps/shop/   @x/shop
/apps/video/  @x/video

# Builds.
/clusters/east-*/images.yaml  @x/shop
/clusters/west/images.yaml    @x/shop @x/video

# More.
/dist/
`;

  it.each([
    ['north', ['shop']],
    ['north', ['shop', 'video']],
    ['east-2', ['video']],
    ['west-with-a-long-name', ['video', 'shop']],
  ])('%s: %o', (cluster, products) => {
    const text = buildsOwned(owners, cluster, products);
    expect([...ownersOf(`clusters/${cluster}/images.yaml`, text)].sort()).toEqual(
      products.map((product) => `@x/${product}`).sort(),
    );
    expect(ownersOf('clusters/west/images.yaml', text)).toEqual(
      ownersOf('clusters/west/images.yaml', owners),
    );
    expect(text.split('\n').filter((line) => !owners.split('\n').includes(line))).toHaveLength(1);
  });

  it('no line more where one says it already', () => {
    expect(buildsOwned(owners, 'east-2', ['shop'])).toBe(owners);
  });
});
