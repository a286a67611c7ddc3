import { file, heading } from '../../model/evidence.ts';
import { done, otherwise, outside, type Row, type Section } from '../../model/row.ts';

export const documents: Section<Row> = {
  title: 'Task management: documents and reasons',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    otherwise(
      'S1-48',
      'D',
      'What the README has to say',
      'Spread over the README and the documents that it links.',
      heading('README.md', 'For whom'),
      heading('README.md', 'Licence'),
      file('README.md', '```mermaid', '[MIT](LICENSE)'),
      file('LICENSE', 'MIT License'),
      heading('docs/architecture.md', 'Products and clusters'),
      heading('docs/architecture.md', 'Reasons for the stack'),
      heading('docs/terraform.md', 'Layout and state'),
    ),
    done(
      'S1-49',
      'D',
      'Why modules: reuse, the same settings, tests',
      heading('docs/task-manager.md', 'Decisions'),
      heading('docs/task-manager.md', 'What Terraform owns'),
    ),
    done(
      'S1-50',
      'D',
      'Why several zones, and Prometheus',
      heading('docs/dashboards.md', 'Prometheus rather than Container Insights'),
      heading('docs/dashboards.md', 'Several availability zones'),
    ),
    done('S1-51', 'D', 'Why Fluent Bit', heading('docs/dashboards.md', 'Fluent Bit rather than Fluentd')),
    done(
      'S1-52',
      'D',
      'What has to be installed',
      heading('docs/terraform.md', 'Layout and state'),
      heading('README.md', 'The first Argo CD'),
    ),
    done(
      'S1-53',
      'D',
      'Order of the first day',
      heading('docs/terraform.md', 'Layout and state'),
      heading('README.md', 'The first Argo CD'),
    ),
    outside(
      'S1-54',
      'T',
      'Modules of Terraform',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Layout and state'),
    ),
  ],
};
