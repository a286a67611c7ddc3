/** Where Chaos Mesh and its experiments live (S2-20). */
export const CHAOS_NAMESPACE = 'chaos-engineering';
