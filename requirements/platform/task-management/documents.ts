import { file, heading } from '../../model/evidence.ts';
import type { EvidenceById } from '../../model/list-source.ts';

export const documents: EvidenceById = {
  'S1-48': [
    heading('README.md', 'For whom'),
    heading('README.md', 'Licence'),
    file('README.md', '```mermaid', '[MIT](LICENSE)'),
    file('LICENSE', 'MIT License'),
    heading('docs/architecture.md', 'Products and clusters'),
    heading('docs/architecture.md', 'Reasons for the stack'),
    heading('docs/terraform.md', 'Layout and state'),
  ],
  'S1-49': [
    heading('docs/task-manager.md', 'Decisions'),
    heading('docs/task-manager.md', 'What Terraform owns'),
  ],
  'S1-50': [
    heading('docs/dashboards.md', 'Prometheus rather than Container Insights'),
    heading('docs/dashboards.md', 'Several availability zones'),
  ],
  'S1-51': [heading('docs/dashboards.md', 'Fluent Bit rather than Fluentd')],
  'S1-52': [heading('docs/terraform.md', 'Layout and state'), heading('README.md', 'The first Argo CD')],
  'S1-53': [heading('docs/terraform.md', 'Layout and state'), heading('README.md', 'The first Argo CD')],
  'S1-54': [heading('docs/terraform.md', 'Layout and state')],
};
