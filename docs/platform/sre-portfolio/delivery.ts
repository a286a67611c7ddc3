import { file, heading, on, rendered, test } from '../../../scripts/rows/evidence.ts';
import { done, otherwise, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

export const delivery: Section<Row> = {
  title: 'SRE portfolio: delivery',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    done(
      'S2-105',
      'C',
      'Build and push by a role in AWS',
      file(
        '.github/workflows/build-image.yaml',
        'runs-on: ubuntu-24.04',
        'id-token: write',
        'secrets.aws-role-arn',
        'aws ecr get-login-password',
        'push: true',
      ),
      file('docs/delivery.md', 'secrets.AWS_ROLE_ARN'),
    ),
    otherwise(
      'S2-106',
      'C',
      'CI sets the image of the Deployment',
      'CI proposes the digest in `images.yaml`, and Argo CD applies it once it is merged (CONTRA 5).',
      file('.github/workflows/promote.yaml', 'npm run promote'),
      test(
        'test/promote/promote.test.ts',
        'changes version and digest, and leaves comments, order, quotes and neighbours alone',
      ),
    ),
    outside(
      'S2-107',
      'T',
      'The role of GitHub Actions',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Layout and state'),
    ),
    otherwise(
      'S2-108',
      'K',
      'Blue-green or canary',
      'Pods are replaced one by one, and what is not ready takes none away; where a mesh can share requests out, a canary gets 10, then 50 percent (CONTRA 12).',
      heading('docs/delivery.md', 'Canary'),
      test('test/promote/promote.test.ts', 'starts beside what runs, with quotes around its version'),
    ),
    done(
      'S2-109',
      'C',
      'Rollback by itself',
      file('.github/workflows/rollback.yaml', 'repository_dispatch', '--roll-back'),
      test('test/promote/promote.test.ts', 'ends the canary, and the next one returns to the build before'),
      on(
        rendered(
          'api-service/app-production/prometheusrule-api-service.yaml',
          'spec.groups[name=api-service-objectives].rules',
        )({ '[alert=NewBuildErrorRatioHigh].annotations.image': 'api-service' }),
        'sre-portfolio',
      ),
      heading('docs/delivery.md', 'Rollback'),
    ),
    done(
      'S2-110',
      'C',
      'A smoke test after each deployment',
      file('platform/constructs/service/smoke-test.ts', 'PostSync'),
      test(
        'test/platform/constructs/service/smoke-test.test.ts',
        'through the Service, by the paths that its probes ask',
      ),
    ),
    outside(
      'S2-111',
      'T',
      'The tree of Terraform',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Layout and state'),
    ),
  ],
};
