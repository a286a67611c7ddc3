import { heading } from '../model/evidence.ts';
import { done, type Row, type Section } from '../model/row.ts';

const overview = (title: string) => heading('docs/triptrip/overview.md', title);
const roadmap = overview('Migration and roadmap');

export const plans: Section<Row> = {
  title: 'Decisions and plans',
  entries: [
    done('S4-244', 'D', 'ADR-001: EKS', heading('docs/decisions/001-eks.md', 'Kubernetes on EKS')),
    done(
      'S4-245',
      'D',
      'ADR-002: Istio',
      heading('docs/decisions/002-istio.md', 'Istio as the service mesh'),
    ),
    done('S4-246', 'D', 'ADR-003: Argo CD', heading('docs/decisions/003-argo-cd.md', 'Argo CD for delivery')),
    done('S4-247', 'D', 'What to do at once', roadmap),
    done('S4-248', 'D', 'What to do soon', roadmap),
    done('S4-249', 'D', 'What to do later', roadmap),
    done('S4-250', 'D', 'Phase 1, months 1 and 2', roadmap),
    done('S4-251', 'D', 'Phase 2, months 3 and 4', roadmap),
    done('S4-252', 'D', 'Phase 3, months 5 and 6', roadmap),
    done('S4-253', 'D', 'Phase 4, months 7 to 12', roadmap),
    done('S4-254', 'D', 'Documents before it', overview('Where it comes from')),
    done('S4-255', 'D', 'Documents after it', overview('Where it comes from')),
    done('S4-256', 'D', 'The whole stack', overview('The stack, then and now')),
  ],
};
