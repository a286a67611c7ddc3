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
