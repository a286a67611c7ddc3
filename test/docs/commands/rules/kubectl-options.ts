import { kubectlOf, unknownTo } from '../kubectl.ts';
import { optionOf } from '../options.ts';
import { block, type Rule } from '../rule.ts';

/** What a verb cannot do without: one option of each list. */
const NEEDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  apply: [['-f', '--filename', '-k', '--kustomize']],
  debug: [['--image', '--copy-to']],
  diff: [['-f', '--filename', '-k', '--kustomize']],
  // Without these two a drain stops at the first agent of the node, or the first scratch volume.
  drain: [['--ignore-daemonsets'], ['--delete-emptydir-data']],
  patch: [['-p', '--patch', '--patch-file']],
  replace: [['-f', '--filename', '-k', '--kustomize', '--raw']],
  run: [['--image']],
  scale: [['--replicas']],
  wait: [['--for']],
};

/** Verbs that change what has the value already only with `--overwrite`. */
const OVERWRITES: ReadonlySet<string> = new Set(['annotate', 'label']);

/** Verbs that need to be told what to look at. */
const NEED_A_TARGET: ReadonlySet<string> = new Set([
  'annotate',
  'delete',
  'describe',
  'exec',
  'get',
  'label',
  'logs',
  'patch',
  'port-forward',
  'rollout restart',
  'rollout status',
  'rollout undo',
  'scale',
]);

export const kubectlOptions: Rule = {
  program: 'kubectl',
  breaks: 'kubectl prints its usage, or the API server refuses the request.',
  judge: (command) => {
    const given = kubectlOf(command);
    const has = (...options: readonly string[]) => optionOf(given, ...options) !== undefined;
    const target = given.targets.length > 0 || has('-l', '--selector', '-f', '--filename', '--raw', '--all');
    const values = given.plain.filter((word) => /^[\w./-]+=/.test(word));
    return [
      ...unknownTo(given),
      ...(NEEDS[given.verb] ?? []).flatMap((needed) =>
        has(...needed) ? [] : [`kubectl ${given.verb} needs ${needed.join(' or ')}`],
      ),
      ...(NEED_A_TARGET.has(given.verb) && !target ? [`kubectl ${given.verb} needs to be told of what`] : []),
      ...(given.verb === 'exec' && given.inner === undefined
        ? ['kubectl exec needs -- before the command']
        : []),
      ...(OVERWRITES.has(given.verb) && values.length > 0 && !has('--overwrite')
        ? [`kubectl ${given.verb} refuses a second time: add --overwrite`]
        : []),
    ];
  },
  cases: {
    fails: [
      'kubectl --context $CLUSTER get nodes --everywhere',
      'kubectl --context $CLUSTER rolout status deployment/$UNIT',
      'kubectl --context $CLUSTER drain $NODE --ignore-daemonsets',
      'kubectl --context $CLUSTER --namespace argocd wait application/$UNIT --timeout 5m',
      'kubectl --context $CLUSTER --namespace argocd annotate application/$UNIT note=this',
      'kubectl --context $CLUSTER --namespace argocd exec $POD id',
      'kubectl --context $CLUSTER logs --since=15m',
    ].map((command) => block(command)),
    passes: [
      'kubectl --context $CLUSTER get nodes -o wide',
      'kubectl --context $CLUSTER drain $NODE --ignore-daemonsets --delete-emptydir-data',
      'kubectl --context $CLUSTER --namespace argocd annotate application/$UNIT note=this --overwrite',
      'kubectl --context $CLUSTER --namespace argocd annotate application/$UNIT note-',
      'kubectl --context $CLUSTER --namespace argocd exec -it $POD -- id',
      'kubectl --context $CLUSTER get --raw /readyz',
    ].map((command) => block(command)),
  },
};
