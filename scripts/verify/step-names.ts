/** Steps that exist nowhere else; the gate `verify` runs these. */
export const OWN_STEPS = [
  'istio-analyze',
  'istio-upgrade',
  'api-servers',
  'next-definitions',
  'pod-security',
  'gatekeeper-webhook',
  'argocd',
  'scheduling',
  'synth',
] as const;

/** Proofs that have a command and a gate of their own. */
const PROOF_STEPS = ['kubeconform', 'gatekeeper', 'alerts', 'mesh'] as const;

/** The steps in their order; apart from what they do, so that the help loads none of it. */
export const STEP_NAMES = [...PROOF_STEPS, ...OWN_STEPS] as const;
