import type { Cluster } from '../../../../clusters/index.ts';
import { covers, type Range, rangeOf } from '../../../cluster-model/objects/address.ts';
import type { Scene } from './scene.ts';

/** Addresses outside the pods, by what stands there. */
export interface Place {
  readonly id: string;
  readonly name: string;
  readonly about: readonly string[];
}

interface Known extends Place {
  readonly cidrs: readonly string[];
}

/** The place of each peer of `reach` that is a network; what the contract does not name is a place of its own. */
export function placesOf({ context, reach }: Pick<Scene, 'context' | 'reach'>): ReadonlyMap<string, Place> {
  const known = knownPlaces(context.cluster, context.fleet.clusters).map((place) => ({
    place,
    ranges: place.cidrs.flatMap((cidr) => rangeOf(cidr) ?? []),
  }));
  return new Map(
    reach.endpoints.flatMap((endpoint): [string, Place][] => {
      if (endpoint.type !== 'region') return [];
      const { peer, range } = endpoint;
      if (peer === 'world') return [[peer, INTERNET]];
      const found = known.find(({ ranges }) => ranges.some((each) => covers(each, range)));
      return [[peer, found?.place ?? { id: peer, name: peer.slice('ip:'.length), about: [WHOSE] }]];
    }),
  );
}

const INTERNET: Place = {
  id: 'world',
  name: 'Internet',
  about: ['Every address that no policy names.'],
};

const WHOSE = 'A network that a policy names and the contract of the cluster does not.';

function knownPlaces({ name, terraform }: Cluster, clusters: readonly Cluster[]): readonly Known[] {
  const of = (id: string, title: string, about: string, cidrs: readonly string[] | undefined): Known => ({
    id: `network/${id}`,
    name: title,
    about: [about, ...(cidrs ?? [])],
    cidrs: cidrs ?? [],
  });
  return [
    of('kubernetes-api', 'Kubernetes API', 'The control plane.', [
      ...terraform.controlPlaneSubnetCidrs,
      firstOf(terraform.serviceCidr),
    ]),
    of('aws', 'AWS endpoints', 'AWS through interface endpoints.', terraform.vpcEndpointCidrs),
    of('s3', 'S3', 'The public addresses of S3.', terraform.s3EndpointCidrs),
    of('data', 'Data subnets', 'Databases, caches and Kafka.', terraform.dataSubnetCidrs),
    of('public', 'Load balancer subnets', 'Where load balancers stand.', terraform.publicSubnetCidrs),
    of('private', 'Node subnets', 'Nodes and internal load balancers.', terraform.privateSubnetCidrs),
    ...clusters
      .filter((other) => other.name !== name)
      .map((other) =>
        of(
          `cluster/${other.name}`,
          `Network of ${other.name}`,
          'Nodes, load balancers and control plane of another cluster.',
          [
            ...other.terraform.privateSubnetCidrs,
            ...other.terraform.controlPlaneSubnetCidrs,
            ...other.terraform.publicSubnetCidrs,
          ],
        ),
      ),
  ];
}

/** The address of the Service `kubernetes`. */
function firstOf(cidr: string): string {
  const first = rangeOf(cidr)?.first ?? 0n;
  return `${dotted({ first: first + 1n })}/32`;
}

function dotted({ first }: Pick<Range, 'first'>): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((first >> shift) & 255n)).join('.');
}
