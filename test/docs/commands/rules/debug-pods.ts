import { at } from '../../../manifest-reader.ts';
import { kubectlOf } from '../kubectl.ts';
import { isPlaceholder, optionOf } from '../options.ts';
import { block, type Rule } from '../rule.ts';
import { clusters, clustersOf, objectsOn } from '../tree.ts';

/** Pods and containers that a command makes have to pass our own constraints, as they are rendered. */
export const debugPods: Rule = {
  program: 'kubectl',
  breaks: 'Gatekeeper denies the pod, in the middle of an incident.',
  judge: (command) => {
    const given = kubectlOf(command);
    const image = optionOf(given, '--image');
    if (image === undefined || !['debug', 'run', 'create'].includes(given.verb)) return [];
    const namespace = given.namespace ?? 'default';
    return clustersOf(given.context)
      .slice(0, 1)
      .flatMap((cluster) => {
        const denies = (kind: string) => constraintsOf(cluster, kind, namespace);
        const registries = denies('AllowedRegistries').flatMap((constraint) => {
          const list = at(constraint, 'spec.parameters.registries');
          return Array.isArray(list) ? list.map(String) : [];
        });
        const foreign =
          registries.length > 0 &&
          !isPlaceholder(image) &&
          !registries.some((registry) => image.startsWith(`${registry}/`));
        const onNode = given.verb === 'debug' && given.targets[0]?.kind === 'node';
        return [
          ...(foreign ? [`AllowedRegistries: ${image} comes from none of ${registries.join(', ')}`] : []),
          ...(denies('PinnedImages').length > 0 && !isPlaceholder(image) && !image.includes('@sha256:')
            ? [`PinnedImages: ${image} has no digest`]
            : []),
          ...(onNode && denies('NoHostAccess').length > 0
            ? [
                `NoHostAccess: the pod of kubectl debug node/… shares namespaces and disk of the node, which ${namespace} may not; ask the kubelet instead: kubectl get --raw /api/v1/nodes/NODE/proxy/…`,
              ]
            : []),
          ...(given.verb !== 'debug' && denies('ContainerResources').length > 0
            ? [`ContainerResources: the pod of kubectl ${given.verb} has no requests and limits`]
            : []),
        ];
      });
  },
  cases: {
    fails: clusters
      .slice(0, 1)
      .flatMap((cluster) => [
        block(`kubectl --context ${cluster} debug node/$NODE -it --image=busybox -- df -h /host`),
        block(`kubectl --context $CLUSTER debug node/$NODE -it --image=$IMAGE -- df -h /host`),
        block(
          `kubectl --context ${cluster} --namespace $NAMESPACE debug $POD -it --image=alpine:3 --target app`,
        ),
        block(`kubectl --context ${cluster} run shell --image busybox -- sh`),
      ]),
    passes: clusters
      .slice(0, 1)
      .flatMap((cluster) => [
        block(
          `kubectl --context ${cluster} --namespace $NAMESPACE debug $POD -it --image=$IMAGE --target app`,
        ),
        ...ownImage(cluster).map((image) =>
          block(
            `kubectl --context ${cluster} --namespace $NAMESPACE debug $POD -it --image=${image} --target app`,
          ),
        ),
        ...exempt(cluster).map((namespace) =>
          block(
            `kubectl --context ${cluster} --namespace ${namespace} debug node/$NODE -it --image=busybox -- df -h /host`,
          ),
        ),
      ]),
  },
};

/** The constraints of a kind that judge pods of a namespace. */
function constraintsOf(cluster: string, kind: string, namespace: string): readonly unknown[] {
  return objectsOn(cluster)
    .filter((object) => object.kind === kind)
    .map(({ json }): unknown => json)
    .filter((json) => {
      const excluded = at(json, 'spec.match.excludedNamespaces');
      return !(Array.isArray(excluded) && excluded.includes(namespace));
    });
}

/** A namespace in which nothing that these rules ask for is judged. */
function exempt(cluster: string): readonly string[] {
  const kinds = ['AllowedRegistries', 'PinnedImages', 'NoHostAccess'];
  return ['kube-system'].filter((namespace) =>
    kinds.every((kind) => constraintsOf(cluster, kind, namespace).length === 0),
  );
}

function ownImage(cluster: string): readonly string[] {
  const [first] = constraintsOf(cluster, 'AllowedRegistries', 'default');
  const registries = at(first, 'spec.parameters.registries');
  return Array.isArray(registries)
    ? [`${String(registries[0])}/docker-hub/library/busybox@sha256:${'0'.repeat(64)}`]
    : [];
}
