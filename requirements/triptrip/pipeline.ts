import { file } from '../model/evidence.ts';
import type { EvidenceById } from '../model/list-source.ts';

const build = (...parts: readonly string[]) => file('.github/workflows/build-image.yaml', ...parts);
const promotion = (...parts: readonly string[]) => file('.github/workflows/promote.yaml', ...parts);
const caller = (...parts: readonly string[]) => file('docs/delivery.md', ...parts);

export const pipeline: EvidenceById = {
  'S4-230': [
    caller(
      '.github/workflows/deploy.yaml',
      'name: Build and Deploy',
      'branches: [main, develop]',
      'branches: [main]',
    ),
  ],
  'S4-231': [
    build('default: ap-northeast-1', '.dkr.ecr.$REGION.amazonaws.com'),
    caller('image: triptrip-api'),
  ],
  'S4-232': [build('steps.build.outputs.digest')],
  'S4-233': [
    build(
      'actions/checkout@',
      'docker/setup-buildx-action@',
      'docker/build-push-action@',
      'secrets.aws-role-arn',
      'docker login',
    ),
  ],
  'S4-234': [build('inputs.image }}:', 'git describe --tags --always')],
  'S4-235': [
    build(
      "if: github.event_name == 'push'",
      'cache-to: type=gha,mode=max',
      'default: NODE_ENV=production',
      'provenance: mode=max',
      'sbom: true',
      'cosign sign',
    ),
  ],
  'S4-236': [
    caller('staging: triptrip-staging'),
    promotion('environment: staging', 'npx fleet images set'),
    file('.github/actions/propose-change/action.yaml', 'git diff --cached --quiet', 'gh pr create'),
  ],
  'S4-237': [
    caller('production: triptrip-production triptrip-dr'),
    build("github.ref == 'refs/heads/main' && inputs.production"),
    promotion('needs: staging', 'environment: production'),
  ],
  'S4-238': [promotion('title: Deploy')],
};
