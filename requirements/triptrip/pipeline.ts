import { file, test } from '../model/evidence.ts';
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
    build('default: ap-northeast-1'),
    file('scripts/image/registry.ts', '.dkr.ecr.'),
    caller('image: triptrip-api'),
  ],
  'S4-232': [build('steps.build.outputs.digest')],
  'S4-233': [
    build(
      'actions/checkout@',
      'docker/setup-buildx-action@',
      'docker/build-push-action@',
      'secrets.aws-role-arn',
      'fleet image:login',
    ),
    test('test/image/image.test.ts', 'hands the token over where no list of processes shows it'),
  ],
  'S4-234': [
    build('inputs.image }}:', 'fleet image:version --variable version'),
    test('test/image/image.test.ts', 'is its tag without the v, how far it is from one, or its commit'),
  ],
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
    file('.github/actions/propose-change/action.yaml', 'npx fleet propose'),
    test(
      'test/propose/propose.test.ts',
      'is opened on GitHub once, and written anew afterwards; its branch is replaced',
    ),
  ],
  'S4-237': [
    caller('production: triptrip-production triptrip-dr'),
    build("github.ref == 'refs/heads/main' && inputs.production"),
    promotion('needs: staging', 'environment: production'),
  ],
  'S4-238': [promotion('title: Deploy')],
};
