import { heading, rendered, test } from '../../../scripts/rows/evidence.ts';
import { contains } from '../../../scripts/rows/expected.ts';
import { done, open, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';

const readOnly = rendered(
  'constraints/_cluster/readonlyrootfilesystem-read-only-root-filesystem.yaml',
  'spec',
);

export const security: Section<Row> = {
  title: 'SRE portfolio: security',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S2-91', 'T', '', 'Not answered yet.'),
    open('S2-92', 'T', '', 'Not answered yet.'),
    open('S2-93', 'T', '', 'Not answered yet.'),
    open('S2-94', 'K', '', 'Not answered yet.'),
    open('S2-95', 'T', '', 'Not answered yet.'),
    open('S2-96', 'T', '', 'Not answered yet.'),
    open('S2-97', 'T', '', 'Not answered yet.'),
    open('S2-98', 'T', '', 'Not answered yet.'),
    open('S2-99', 'K', '', 'Not answered yet.'),
    open('S2-100', 'T', '', 'Not answered yet.'),
    open('S2-101', 'K', '', 'Not answered yet.'),
    otherwise(
      'S2-102',
      'K',
      'Pod security at the level restricted, with a root file system that nobody writes to',
      'By Pod Security Admission and a policy of Gatekeeper: Pod Security Policies are gone since Kubernetes 1.25.',
      readOnly({ enforcementAction: 'deny', 'match.kinds[0].kinds': contains('Pod') }),
      rendered(
        'constraints/_cluster/noprivilegedcontainers-no-privileged-containers.yaml',
        'spec',
      )({
        enforcementAction: 'deny',
      }),
      test(
        'test/platform/constructs/namespace/namespace.test.ts',
        "restricted is enforced as the cluster's own version understands it",
      ),
      heading('docs/policies.md', 'What is refused'),
    ),
    done(
      'S2-103',
      'K',
      'What that means for each container',
      readOnly({ enforcementAction: 'deny' }),
      test(
        'test/platform/constructs/service/build-workload.test.ts',
        'may do nothing that the Pod Security level restricted refuses',
      ),
    ),
    open('S2-104', 'K', '', 'Not answered yet.'),
  ],
};
