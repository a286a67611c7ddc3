import { file, heading, test } from '../../model/evidence.ts';
import type { EvidenceById } from '../../model/list-source.ts';

export const delivery: EvidenceById = {
  'S1-44': [
    file(
      '.github/workflows/terraform-ci.yaml',
      'terraform fmt -check -recursive',
      'terraform validate',
      'fleet terraform:plan',
      'inputs.environment }}',
      'fleet terraform:apply',
    ),
    test('test/terraform/plan.test.ts', 'is the plan that was approved'),
    heading('docs/delivery.md', 'The workflow of Terraform'),
  ],
  'S1-45': [
    file('docs/delivery.md', '.github/workflows/api-ci.yaml', 'paths: [apps/api/**'),
    file('.github/workflows/build-image.yaml', 'Lint and test', 'gh workflow run promote.yaml'),
  ],
  'S1-46': [file('docs/delivery.md', '.github/workflows/frontend-ci.yaml', 'paths: [apps/frontend/**')],
  'S1-47': [
    file(
      '.github/workflows/slack-notification.yaml',
      'workflow_run',
      'types: [completed]',
      'SLACK_WEBHOOK_URL',
    ),
  ],
};
