import { PAUSE_ANNOTATION } from '../../../../platform/components/argocd/address.ts';
import { kubectlOf } from '../kubectl.ts';
import { block, type Rule } from '../rule.ts';
import { some } from '../samples.ts';
import type { ShellCommand } from '../shell.ts';
import { isApplied } from './kubectl-objects.ts';

/** What pauses an Application, as the rules call it. */
const PAUSE = PAUSE_ANNOTATION;

/**
 * Verbs that write fields which Git holds. A restart does not: it writes an annotation of the pod template that is not
 * in Git, and neither does an annotation or a label of somebody else's.
 */
const WRITES: ReadonlySet<string> = new Set([
  'apply',
  'delete',
  'edit',
  'patch',
  'replace',
  'scale',
  'rollout undo',
  'rollout pause',
  'set env',
  'set image',
  'set resources',
]);

/** A change that stands on its own: it says in a comment of its block that no Argo CD is there to undo it. */
const NOBODY_UNDOES = /# Nothing undoes this/;

export const kubectlUndone: Rule = {
  program: 'kubectl',
  breaks:
    'Argo CD heals itself: what was changed by hand is as before within seconds, and nobody notices why.',
  judge: (command) => {
    const given = kubectlOf(command);
    const pauses = pauseOf(command);
    if (pauses === 'on' && !command.later.some((later) => pauseOf(later) === 'off'))
      return [`what is paused here is never started again: end with ${PAUSE}-`];
    if (!WRITES.has(given.verb) || given.options.has('--dry-run') || NOBODY_UNDOES.test(command.comments))
      return [];
    const [target] = given.targets;
    if (target === undefined) return [];
    if (target.kind === 'application')
      return /"spec"/.test(command.text)
        ? [
            `the root Application, or the ApplicationSet above it, puts the spec back: annotate with ${PAUSE}=true`,
          ]
        : [];
    if (!isApplied(command, target)) return [];
    const paused = command.earlier.map(pauseOf).findLast((state) => state !== undefined);
    return paused === 'on'
      ? []
      : [
          `Argo CD undoes it: annotate its Application with ${PAUSE}=true first (operations.md, “Pause Argo CD”)`,
        ];
  },
  cases: {
    fails: [
      block(
        `kubectl --context $CLUSTER --namespace argocd patch application/$UNIT --type merge --patch '{"spec":{"syncPolicy":null}}'`,
      ),
      block(
        `kubectl --context $CLUSTER --namespace argocd annotate application/$UNIT ${PAUSE}=true --overwrite`,
      ),
      ...some('HorizontalPodAutoscaler').map(({ cluster, namespace, name }) =>
        block(
          `kubectl --context ${cluster} --namespace ${namespace} patch hpa/${name} --patch '{"spec":{"minReplicas":9}}'`,
        ),
      ),
      ...some('Deployment').flatMap(({ cluster, namespace, name }) => {
        const here = `kubectl --context ${cluster} --namespace ${namespace}`;
        return [
          block(`${here} scale deployment/${name} --replicas 0`),
          block(`${here} rollout undo deployment/${name}`),
          block(`${here} delete deployment ${name}`),
          block(`${paused('off')}\n${here} set image deployment/${name} app=x`),
        ];
      }),
    ],
    passes: [
      ...some('Deployment').flatMap(({ cluster, namespace, name }) => {
        const here = `kubectl --context ${cluster} --namespace ${namespace}`;
        return [
          block(`${here} rollout restart deployment/${name}`),
          block(`${paused('on')}\n${here} scale deployment/${name} --replicas 0\n${paused('off')}`),
          block(`${here} delete pod $POD`),
          block(
            `# Nothing undoes this: Argo CD is gone with its region.\n${here} scale deployment/${name} --replicas 9`,
          ),
        ];
      }),
    ],
  },
};

function paused(state: 'on' | 'off'): string {
  const annotation = state === 'on' ? `${PAUSE}=true --overwrite` : `${PAUSE}-`;
  return `kubectl --context $HUB --namespace argocd annotate application/$CLUSTER-$UNIT ${annotation}`;
}

function pauseOf(command: ShellCommand): 'on' | 'off' | undefined {
  if (command.words[0] !== 'kubectl') return undefined;
  const { verb, plain } = kubectlOf(command);
  if (verb !== 'annotate') return undefined;
  if (plain.includes(`${PAUSE}=true`)) return 'on';
  return plain.includes(`${PAUSE}-`) ? 'off' : undefined;
}
