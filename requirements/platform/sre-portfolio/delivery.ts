import type { Context } from '../../../platform/unit/unit.ts';
import { eachRunning, eachService, workloadOf } from '../../evidence/members.ts';
import { updatedWithoutGap } from '../../evidence/workloads.ts';
import { each, file, heading, nothing, on, rendered, test } from '../../model/evidence.ts';
import { atLeast, contains, containsAll, every, matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { folderOf, serviceOf } from '../evidence/members.ts';
import { containsText } from '../evidence/texts.ts';

/** An alert on a build that is less than a day old, which pages and names what to roll back. */
function newBuild(
  context: Context,
  service: string,
  name: string,
  wanted: { readonly measures: string; readonly for: string },
) {
  return rendered(
    `${folderOf(context, service)}/prometheusrule-${service}.yaml`,
    `spec.groups[name=${service}-objectives].rules[alert=${name}]`,
  )({
    expr: containsText(wanted.measures, 'unless', 'offset 1d'),
    for: wanted.for,
    'labels.severity': 'critical',
    'annotations.image': serviceOf(context, service).declaration.image ?? service,
    'annotations.digest': containsText('image_spec'),
  });
}

/** The paths that the probes of a service ask when it starts, and before it gets requests. */
function asked(context: Context, name: string): readonly string[] {
  const { probes } = serviceOf(context, name).declaration;
  return [probes?.startup?.path ?? '/health/startup', probes?.readiness?.path ?? '/health/ready'];
}

export const delivery: EvidenceById = {
  'S2-105': [
    file(
      '.github/workflows/build-image.yaml',
      'runs-on: ubuntu-24.04',
      'id-token: write',
      'secrets.aws-role-arn',
      'fleet image:login',
      'push: true',
    ),
    file('docs/delivery.md', 'secrets.AWS_ROLE_ARN'),
  ],
  'S2-106': [
    file('.github/workflows/promote.yaml', 'npx fleet images set'),
    test(
      'test/promote/promote.test.ts',
      'changes version and digest, and leaves comments, order, quotes and neighbours alone',
    ),
  ],
  'S2-107': [heading('docs/terraform.md', 'Layout and state')],
  'S2-108': [
    updatedWithoutGap(eachRunning('task-manager')),
    each(eachRunning('task-manager'), (name) =>
      rendered(`${name}/app-{environment}/deployment-${name}.yaml`)({
        'spec.progressDeadlineSeconds': atLeast(1),
      }),
    ),
    heading('docs/delivery.md', 'Canary'),
    test('test/promote/promote.test.ts', 'starts beside what runs, with quotes around its version'),
  ],
  'S2-109': [
    file('.github/workflows/rollback.yaml', 'workflow_dispatch', 'digest:', '--roll-back'),
    test('test/promote/promote.test.ts', 'ends the canary, and the next one returns to the build before'),
    on(
      each(eachService('task-manager'), (name, context) => [
        newBuild(context, name, 'NewBuildErrorRatioHigh', {
          measures: 'build:request_errors:ratio5m{',
          for: '3m',
        }),
        newBuild(context, name, 'NewBuildLatencyHigh', {
          measures: 'build:request_duration_seconds:p95_5m{',
          for: '5m',
        }),
      ]),
      'sre-portfolio',
    ),
    on(
      rendered(
        'kube-prometheus-stack/values.yaml',
        'alertmanager.config',
      )({
        'route.routes[*].matchers': contains(['severity="critical"']),
        'route.routes[receiver=incident-io].matchers': ['severity="critical"'],
        'receivers[name=incident-io].webhook_configs[*].url': every(
          matching(/^https:\/\/api\.incident\.io\/v2\/alert_events\/alertmanager\//),
        ),
      }),
      'sre-portfolio',
    ),
    heading('docs/delivery.md', 'Rollback'),
  ],
  'S2-110': [
    on(
      each(eachService('task-manager'), (name, context) =>
        rendered(`${folderOf(context, name)}/job-${name}-smoke-test.yaml`)({
          'metadata.annotations["argocd.argoproj.io/hook"]': 'PostSync',
          'spec.backoffLimit': 0,
          'spec.activeDeadlineSeconds': atLeast(1),
          'spec.template.spec.containers[0].args': containsAll(
            '--fail',
            ...asked(context, name).map(
              (path) => `http://${name}.${workloadOf(context, name).namespace}.svc.cluster.local${path}`,
            ),
          ),
        }),
      ),
      'sre-portfolio',
    ),
    on(nothing(/job-.*smoke-test/, 'no smoke test'), 'sre-portfolio-dev'),
    test(
      'test/platform/workload/pods/smoke-test.test.ts',
      'through the Service, by the paths that its probes ask',
    ),
  ],
  'S2-111': [heading('docs/terraform.md', 'Layout and state')],
};
