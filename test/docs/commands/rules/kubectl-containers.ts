import { z } from 'zod';
import { kubectlOf } from '../kubectl.ts';
import { optionOf } from '../options.ts';
import { block, type Rule } from '../rule.ts';
import { clustersOf, type KnownPod, podsOn } from '../tree.ts';

/** What the injector, the operator of Prometheus and charts put into pods. */
const OF_OTHERS: ReadonlySet<string> = new Set([
  'istio-proxy',
  'istio-init',
  'prometheus',
  'alertmanager',
  'config-reloader',
  'discovery',
]);

const container = z.looseObject({ name: z.string(), command: z.array(z.string()).optional() });

export const kubectlContainers: Rule = {
  program: 'kubectl',
  breaks: '“container not found”, or the log of the wrong one.',
  judge: (command) => {
    const given = kubectlOf(command);
    const wanted = optionOf(given, '--container', '-c');
    if (wanted === undefined || OF_OTHERS.has(wanted) || wanted.includes('$')) return [];
    const here = clustersOf(given.context);
    const found = here
      .flatMap((cluster) => podsOn(cluster))
      .some((pod) => containersOf(pod).includes(wanted));
    return here.length === 0 || found ? [] : [`no pod has a container ${wanted}`];
  },
  cases: {
    fails: [block('kubectl --context $CLUSTER --namespace $NAMESPACE logs $POD -c application')],
    passes: [
      block('kubectl --context $CLUSTER --namespace $NAMESPACE logs $POD -c istio-proxy'),
      block('kubectl --context $CLUSTER --namespace $NAMESPACE logs $POD --previous'),
    ],
  },
};

function containersOf({ containers }: KnownPod): readonly string[] {
  return containers.flatMap((each) => container.safeParse(each).data?.name ?? []);
}
