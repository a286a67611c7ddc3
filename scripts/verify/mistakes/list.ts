import { Mistake } from '../../command-line/mistake.ts';
import { wrongValue } from '../../command-line/parse.ts';
import { alertsMistakes } from './alerts.ts';
import { apiServersMistakes } from './api-servers.ts';
import { argocdMistakes } from './argocd.ts';
import type { DeliberateMistake } from './deliberate-mistake.ts';
import { gatekeeperMistakes } from './gatekeeper.ts';
import { gatekeeperWebhookMistakes } from './gatekeeper-webhook.ts';
import { istioAnalyzeMistakes } from './istio-analyze.ts';
import { istioUpgradeMistakes } from './istio-upgrade.ts';
import { kubeconformMistakes } from './kubeconform.ts';
import { meshMistakes } from './mesh.ts';
import { nextDefinitionsMistakes } from './next-definitions.ts';
import { podSecurityMistakes } from './pod-security.ts';
import { schedulingMistakes } from './scheduling.ts';
import { synthMistakes } from './synth.ts';

/** Every mistake that `npm run verify -- --mistakes` makes, by the steps that have to catch them. */
export const deliberateMistakes: readonly DeliberateMistake[] = [
  ...kubeconformMistakes,
  ...gatekeeperMistakes,
  ...alertsMistakes,
  ...meshMistakes,
  ...istioAnalyzeMistakes,
  ...istioUpgradeMistakes,
  ...apiServersMistakes,
  ...nextDefinitionsMistakes,
  ...podSecurityMistakes,
  ...gatekeeperWebhookMistakes,
  ...argocdMistakes,
  ...schedulingMistakes,
  ...synthMistakes,
];

/**
 * Those of some steps, by some names; undefined is every one.
 *
 * @throws Mistake for a name that none of them has
 */
export function wantedMistakes(
  steps: readonly string[] | undefined,
  names: readonly string[] | undefined,
): readonly DeliberateMistake[] {
  const ofSteps = deliberateMistakes.filter(({ step }) => steps?.includes(step) ?? true);
  const known = [...new Set(ofSteps.map(({ name }) => name))];
  const [wrong] = (names ?? []).flatMap((name) => wrongValue('--mistake', name, known));
  if (wrong !== undefined) throw new Mistake(wrong);
  return ofSteps.filter(({ name }) => names?.includes(name) ?? true);
}
