import { file, heading } from '../../model/evidence.ts';
import { done, otherwise, type Row, type Section } from '../../model/row.ts';

export const delivery: Section<Row> = {
  title: 'Task management: delivery',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    done(
      'S1-44',
      'C',
      'Format, validation, plan, approval and application of Terraform',
      file(
        '.github/workflows/terraform-ci.yaml',
        'terraform fmt -check -recursive',
        'terraform validate',
        'terraform plan',
        'inputs.environment }}',
        'terraform apply',
      ),
      heading('docs/delivery.md', 'The workflow of Terraform'),
    ),
    otherwise(
      'S1-45',
      'C',
      'The API from a commit to the cluster, by a filter of paths',
      'The application keeps its filter and calls our workflow; the last step is a pull request here, which Argo CD applies (CONTRA 5).',
      file('docs/delivery.md', '.github/workflows/api-ci.yaml', 'paths: [apps/api/**'),
      file('.github/workflows/build-image.yaml', 'Lint and test', 'gh workflow run promote.yaml'),
    ),
    otherwise(
      'S1-46',
      'C',
      'The frontend from a commit to the cluster, by a filter of paths',
      'As for the API (CONTRA 5).',
      file('docs/delivery.md', '.github/workflows/frontend-ci.yaml', 'paths: [apps/frontend/**'),
    ),
    done(
      'S1-47',
      'C',
      'A notice in Slack when a workflow has ended',
      file(
        '.github/workflows/slack-notification.yaml',
        'workflow_run',
        'types: [completed]',
        'SLACK_WEBHOOK_URL',
      ),
    ),
  ],
};
