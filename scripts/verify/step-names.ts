/** The steps in their order; apart from what they do, so that the help loads none of it. */
export const STEP_NAMES = ['api-servers', 'pod-security', 'synth'] as const;
