import type { FleetRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import type { Path } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { textPlaces } from '../../state/texts.ts';
import { copiedNames } from './foreign-names.ts';

const CLUSTER = (region: string, key: string) => `
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: store, namespace: shop }
spec: { provider: { aws: { service: SecretsManager, region: ${region} } } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: shop }
data: { REGION: ${region}, QUEUE: "https://sqs.${region}.amazonaws.com/111122223333/orders", TABLE: "arn:aws:dynamodb:${key}:111122223333:table/orders" }
`;

export const foreignLiteral: FleetRule = {
  id: 'foreign-literal',
  severity: 'warning',
  summary: "Another cluster's region, account, network or name in a cluster's manifests",
  breaks: 'A staging cluster reads the secrets of production; a standby asks the region that was just lost.',
  pitfalls: ['X-97'],
  failing: `${CLUSTER('eu-central-1', 'eu-central-1')}---\n# cluster: tokyo\n${CLUSTER('ap-northeast-1', 'eu-central-1')}`,
  passing: `${CLUSTER('eu-central-1', 'eu-central-1')}---\n# cluster: tokyo\n${CLUSTER('ap-northeast-1', 'ap-northeast-1')}`,
  *judgeFleet(states) {
    if (states.length < 2) {
      for (const state of states) yield* oddRegion(state);
      return;
    }
    const used = states.map((state) => literalsIn(state));
    for (const kind of Object.keys(LITERALS)) {
      const own = used.map((one) => ownOf(one.get(kind)));
      for (const [index, state] of states.entries()) {
        const mine = own[index];
        const found = used[index]?.get(kind);
        if (mine === undefined || found === undefined) continue;
        for (const [literal, places] of found) {
          const others = states.filter((_, at) => at !== index && own[at] === literal);
          if (literal === mine || others.length === 0 || places.length > FEW || found.size > 3) continue;
          for (const { resource, path } of places) {
            yield {
              state,
              resource,
              path,
              message: `${literal} is the ${kind} of ${others.map(({ cluster }) => cluster).join(', ')}; everything else of ${state.cluster} says ${mine}.`,
              fix: `Write ${mine}, or what is made of it.`,
            };
          }
        }
      }
    }
    yield* copiedNames(states);
  },
};

/** So often may a literal stand in a tree and still be a slip. */
const FEW = 2;
/** So often has one to stand there to be its own. */
const MANY = 3;

const LITERALS: Readonly<Record<string, RegExp>> = {
  region:
    /(?<![a-z0-9-])(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov)?-(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-\d(?![0-9])/g,
  account: /(?<=arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:|\/\/|\.com\/|^)\d{12}(?=[:./])/g,
  VPC: /\bvpc-[0-9a-f]{8,17}\b/g,
};

interface Place {
  readonly resource: Resource;
  readonly path: Path;
}

const MAYBE = /-\d|\d{12}|vpc-/;

function mayHold(text: string): boolean {
  return text.length <= 5000 && MAYBE.test(text);
}

function literalsIn(state: ClusterState): ReadonlyMap<string, ReadonlyMap<string, readonly Place[]>> {
  const found = new Map(Object.keys(LITERALS).map((kind) => [kind, new Map<string, Place[]>()]));
  for (const resource of state.resources) {
    if (
      resource.isExtract ||
      resource.kind === 'CustomResourceDefinition' ||
      resource.group === 'argoproj.io' ||
      // Routes and destinations speak of the regions of other clusters.
      (resource.group === 'networking.istio.io' && resource.kind !== 'ServiceEntry')
    )
      continue;
    for (const { path, text } of textPlaces(resource.value, mayHold)) {
      if (path.includes('endpoints')) continue;
      for (const [kind, pattern] of Object.entries(LITERALS)) {
        for (const literal of new Set(text.match(pattern) ?? [])) {
          const places = found.get(kind);
          places?.set(literal, [...(places.get(literal) ?? []), { resource, path }]);
        }
      }
    }
  }
  return found;
}

/** The literal that a cluster has most by far. */
function ownOf(literals: ReadonlyMap<string, readonly Place[]> | undefined): string | undefined {
  const counts = [...(literals ?? [])]
    .map(([literal, places]) => [literal, places.length] as const)
    .sort((one, other) => other[1] - one[1]);
  const [first, second] = counts;
  return first !== undefined && first[1] >= MANY && first[1] >= 2 * (second?.[1] ?? 0) ? first[0] : undefined;
}

/** So often has the other one to stand in a tree alone, where no second cluster shows whose it is. */
const EVERYWHERE = 5;
/** Regions in which AWS keeps what is for all regions. */
const FOR_ALL = /^us-(?:east|gov-west)-1$/;

function* oddRegion(state: ClusterState) {
  const found = literalsIn(state).get('region');
  const mine = ownOf(found);
  if (found === undefined || mine === undefined || (found.get(mine)?.length ?? 0) < EVERYWHERE) return;
  for (const [region, places] of found) {
    const [only] = places;
    if (region === mine || FOR_ALL.test(region) || only === undefined || places.length > 1) continue;
    yield {
      state,
      ...only,
      message: `${region} stands here alone; everything else of the tree says ${mine}.`,
      fix: `Write ${mine}, if this is no copy from another cluster.`,
    };
  }
}
