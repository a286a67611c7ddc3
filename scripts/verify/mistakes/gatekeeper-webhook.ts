import { edits } from './cluster-tree.ts';
import type { DeliberateMistake } from './deliberate-mistake.ts';
import { emptyRule, privilegedPod } from './gatekeeper.ts';

export const gatekeeperWebhookMistakes: readonly DeliberateMistake[] = [
  {
    step: 'gatekeeper-webhook',
    name: 'privileged-pod',
    breaks: 'a container owns its node',
    says: 'is privileged',
    tree: privilegedPod,
  },
  {
    step: 'gatekeeper-webhook',
    name: 'unjudged-namespace',
    breaks: 'a namespace has the label by which no policy looks at it',
    says: 'Only exempt namespace can have the admission.gatekeeper.sh/ignore label',
    tree: (cluster) =>
      edits(
        cluster.kind('Namespace')[0]?.with(['metadata', 'labels', 'admission.gatekeeper.sh/ignore'], 'yes'),
      ),
  },
  {
    step: 'gatekeeper-webhook',
    name: 'rule-is-empty',
    breaks: 'the rule of a template finds no violation, whatever it is shown',
    says: 'its rule takes it',
    tree: emptyRule,
  },
];
