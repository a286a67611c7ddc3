import { at, selects } from '../../../manifest-reader.ts';
import { kubectlOf } from '../kubectl.ts';
import { isPlaceholder, optionOf } from '../options.ts';
import { block, type Rule } from '../rule.ts';
import { clusters, clustersOf, objectsOn, podsOn } from '../tree.ts';

/** Of nodes, and of what Kubernetes and AWS run by themselves: no file shows their labels. */
const OF_OTHERS =
  /^(?:k8s-app|topology\.kubernetes\.io\/|karpenter\.sh\/|kubernetes\.io\/|node\.kubernetes\.io\/|eks\.amazonaws\.com\/|workload-type)/;

const KINDS = new Set(['pod', 'application']);

export const kubectlSelectors: Rule = {
  program: 'kubectl',
  breaks: '“No resources found”, which reads as if nothing ran, or an empty log.',
  judge: (command) => {
    const given = kubectlOf(command);
    const selector = optionOf(given, '--selector', '-l');
    const kind =
      given.verb === 'logs' || given.verb.startsWith('top') ? 'pod' : (given.targets[0]?.kind ?? '');
    if (selector === undefined || !KINDS.has(kind)) return [];
    const wanted = selector.split(',').map((part): readonly [string, string] => {
      const [key = '', value = ''] = part.split(/==?/);
      return [key, value];
    });
    if (wanted.some(([key]) => OF_OTHERS.test(key))) return [];
    const here = clustersOf(given.context);
    const inNamespace = (namespace: string) =>
      given.namespace === undefined || isPlaceholder(given.namespace) || namespace === given.namespace;
    const labels = here.flatMap((cluster) =>
      kind === 'pod'
        ? podsOn(cluster)
            .filter((pod) => inNamespace(pod.namespace))
            .map((pod): unknown => pod.labels)
        : objectsOn(cluster)
            .filter((object) => object.kind.toLowerCase() === kind)
            .map(({ json }) => at(json, 'metadata.labels')),
    );
    const fits = labels.some((has) =>
      wanted.every(([key, value]) =>
        isPlaceholder(value) ? at(has, `["${key}"]`) !== undefined : selects({ [key]: value }, has),
      ),
    );
    return here.length === 0 || fits
      ? []
      : [`no ${kind} in ${given.namespace ?? 'the cluster'} is known to have ${selector}`];
  },
  cases: {
    fails: [
      block('kubectl --context $CLUSTER --namespace $NAMESPACE logs -l app=nobody --since=1h'),
      block('kubectl --context $CLUSTER --namespace $NAMESPACE get pods --selector name=$UNIT'),
      ...anyPod().map(({ cluster, namespace, label }) =>
        block(`kubectl --context ${cluster} --namespace ${namespace} get pods -l ${label}x`),
      ),
    ],
    passes: [
      block('kubectl --context $CLUSTER get nodes -l topology.kubernetes.io/zone=ap-northeast-1a'),
      ...anyPod().flatMap(({ cluster, namespace, label }) => [
        block(`kubectl --context ${cluster} --namespace ${namespace} get pods -l ${label}`),
        block(
          `kubectl --context $CLUSTER --namespace $NAMESPACE logs --selector ${label.split('=')[0]}=$UNIT`,
        ),
      ]),
    ],
  },
};

function anyPod() {
  return clusters.slice(0, 1).flatMap((cluster) =>
    podsOn(cluster)
      .slice(0, 1)
      .map(({ namespace, labels }) => {
        const [label = ['', '']] = Object.entries(labels);
        return { cluster, namespace, label: label.join('=') };
      }),
  );
}
