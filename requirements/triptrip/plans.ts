import { heading } from '../model/evidence.ts';
import type { EvidenceById } from '../model/list-source.ts';
import { overview } from './evidence/overview.ts';

const roadmap = overview('Migration and roadmap');

export const plans: EvidenceById = {
  'S4-244': [heading('docs/decisions/001-eks.md', 'Kubernetes on EKS')],
  'S4-245': [heading('docs/decisions/002-istio.md', 'Istio as the service mesh')],
  'S4-246': [heading('docs/decisions/003-argo-cd.md', 'Argo CD for delivery')],
  'S4-247': [roadmap],
  'S4-248': [roadmap],
  'S4-249': [roadmap],
  'S4-250': [roadmap],
  'S4-251': [roadmap],
  'S4-252': [roadmap],
  'S4-253': [roadmap],
  'S4-254': [overview('Where it comes from')],
  'S4-255': [overview('Where it comes from')],
  'S4-256': [overview('The stack, then and now')],
};
