import type { Found } from '../../../cluster-model/input/objects.ts';
import { titleOf } from '../../../cluster-model/input/read-as.ts';
import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import { keyOf, type Pods } from '../../../cluster-model/pods.ts';
import type { FileLink, NodeKind, TopologyNode } from './data.ts';
import { boundsOf, linkTo, podFacts } from './pod-facts.ts';
import { HOSTS, type Scene } from './scene.ts';

/** The nodes of the pods of a cluster. */
export function podNodes(scene: Scene): readonly TopologyNode[] {
  const { reach, model } = scene;
  const bounds = boundsOf(model);
  const places = new Map(reach.endpoints.map(({ peer }, at) => [peer, at]));
  const byNode = new Map<string, Pods[]>();
  for (const pods of model.pods) {
    const node = scene.nodeOf(pods);
    byNode.set(node, [...(byNode.get(node) ?? []), pods]);
  }
  const files = filesByFolder(scene);
  return [...byNode].flatMap(([id, members]): TopologyNode[] => {
    const sorted = [...members].sort((one, other) => rank(one, id) - rank(other, id));
    const [first] = sorted;
    if (first === undefined || id === HOSTS) return [];
    return [
      {
        id,
        kind: kindOf(first, scene),
        name: id.slice(id.lastIndexOf('/') + 1),
        group: first.namespace,
        about: aboutOf(first, scene),
        pods: sorted.map((pods) => podFacts(pods, bounds)),
        policies: distinct(sorted.flatMap((pods) => policiesOf(pods, scene, places))),
        files: distinct(sorted.flatMap((pods) => files.get(folderOf(pods.found)) ?? [])).filter(
          () => scene.workloadOf(first) !== undefined,
        ),
      },
    ];
  });
}

/** The workload itself before what belongs to it. */
function rank({ name }: Pods, id: string): number {
  return id.endsWith(`/${name}`) ? 0 : 1;
}

function kindOf(pods: Pods, scene: Scene): NodeKind {
  const placed = scene.workloadOf(pods);
  if (placed !== undefined) return placed.declaration.kind;
  if (scene.endpointOf(pods) !== undefined) return 'store';
  return scene.model.mesh?.membership.get(pods) === 'gateway' ? 'gateway' : 'component';
}

function aboutOf(pods: Pods, scene: Scene): readonly string[] {
  const placed = scene.workloadOf(pods);
  const mesh = scene.model.mesh?.membership.get(pods);
  return [
    ...(placed === undefined ? [] : [`Product ${placed.product}`]),
    ...(mesh === undefined ? [] : [mesh === 'none' ? 'Outside the mesh' : `In the mesh: ${mesh}`]),
  ];
}

/** What decides who reaches pods: NetworkPolicies as `reach` applies them, and those of the mesh. */
function policiesOf(
  pods: Pods,
  { reach, model }: Scene,
  places: ReadonlyMap<string, number>,
): readonly FileLink[] {
  const at = places.get(keyOf(pods)) ?? -1;
  const network = (['ingress', 'egress'] as const).flatMap(
    (direction) => reach.network.isolation(direction, at)?.policies ?? [],
  );
  const authorizations = (model.mesh?.authorizationPolicies ?? []).filter(
    ({ namespace, selector = {} }) => namespace === pods.namespace && containsLabels(pods.labels, selector),
  );
  return [...network, ...authorizations].map(({ found }) => linkTo(found, titleOf(found)));
}

/** All that is rendered for a workload stands in one folder. */
function filesByFolder({ model }: Scene): ReadonlyMap<string, readonly FileLink[]> {
  const folders = new Map<string, FileLink[]>();
  for (const found of model.tree.objects) {
    const links = folders.get(folderOf(found));
    const link = { title: titleOf(found), path: found.file };
    if (links === undefined) folders.set(folderOf(found), [link]);
    else links.push(link);
  }
  return folders;
}

function folderOf({ file }: Found): string {
  return file.slice(0, file.lastIndexOf('/'));
}

function distinct(links: readonly FileLink[]): readonly FileLink[] {
  return [...new Map(links.map((link) => [`${link.title} ${link.path}`, link])).values()];
}
