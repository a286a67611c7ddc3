import { kubectlOf } from '../kubectl.ts';
import { optionOf } from '../options.ts';
import { block, type Rule } from '../rule.ts';

/** Argo CD applies on the server; whoever else owns a field is in conflict with it, and it with them. */
export const kubectlApply: Rule = {
  program: 'kubectl',
  breaks:
    '“Apply failed with conflicts”, or a definition that is too large for the annotation of a client-side apply.',
  judge: (command) => {
    const given = kubectlOf(command);
    if (!['apply', 'diff'].includes(given.verb)) return [];
    return ['--server-side', '--force-conflicts']
      .filter((option) => optionOf(given, option) === undefined)
      .map(
        (option) =>
          `kubectl ${given.verb} needs ${option}: Argo CD or a chart owns fields of what is there already`,
      );
  },
  cases: {
    fails: [
      'kubectl --context $CLUSTER apply -R -f dist/$CLUSTER/argocd',
      'kubectl --context $CLUSTER apply --server-side -R -f dist/$CLUSTER/argocd',
      'helm template x | kubectl --context $CLUSTER apply --server-side -f -',
    ].map((command) => block(command)),
    passes: [
      block('kubectl --context $CLUSTER apply --server-side --force-conflicts -R -f dist/$CLUSTER/argocd'),
    ],
  },
};
