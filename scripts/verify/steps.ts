import { apiServers } from './api-servers/step.ts';
import { argocd } from './argocd/step.ts';
import { gatekeeperWebhook } from './gatekeeper-webhook/step.ts';
import { istioAnalyze } from './istio-analyze/step.ts';
import { istioUpgrade } from './istio-upgrade/step.ts';
import { nextDefinitions } from './next-definitions/step.ts';
import { podSecurity } from './pod-security/step.ts';
import { proofs } from './proofs/proofs.ts';
import { scheduling } from './scheduling/step.ts';
import type { Step } from './step.ts';
import type { STEP_NAMES } from './step-names.ts';
import { synth } from './synth/step.ts';

/** What `npm run verify` runs. */
export const steps: Readonly<Record<(typeof STEP_NAMES)[number], Step>> = {
  ...proofs,
  'istio-analyze': istioAnalyze,
  'istio-upgrade': istioUpgrade,
  'api-servers': apiServers,
  'next-definitions': nextDefinitions,
  argocd,
  'pod-security': podSecurity,
  'gatekeeper-webhook': gatekeeperWebhook,
  scheduling,
  synth,
};
