import { describe, expect, it } from 'vitest';
import { podSpec } from '../../../scripts/charts/inventory/pod-shape.ts';
import { kept } from '../../../scripts/charts/inventory/shape.ts';
import { checkTrees } from '../../../scripts/check/check.ts';
import { imageRegistry } from '../../../scripts/check/rules/security/image-registry.ts';
import { podSecurity } from '../../../scripts/check/rules/security/pod-security.ts';
import { objectsIn } from '../../../scripts/cluster-model/input/objects.ts';
import { podToJudge } from '../../../scripts/pod-security/pod-fields.ts';
import { violationsOf } from '../../../scripts/pod-security/standard.ts';

const RULES = [podSecurity, imageRegistry];
const NAMESPACE = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: restricted } }
`;
const pod = (name: string, image: string, more = '', ofPod = '') => `
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: ${name}
          image: ${image}
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }${more} }
${ofPod}`;
const ours = ['a', 'b', 'c', 'd'].map((name) => pod(name, `registry.example.com/${name}:1`)).join('');

/** What is found in a chart's objects, of which an inventory has the facts. */
const ofChart = (manifests: string) =>
  checkTrees(
    [
      {
        cluster: 'sample',
        objects: [
          ...objectsIn(NAMESPACE + ours, 'ours.yaml'),
          ...objectsIn(manifests, 'chart.json').map((found) => ({ ...found, isExtract: true as const })),
        ],
      },
    ],
    { rules: RULES },
  ).map(({ finding: { rule, message } }) => `${rule}: ${message}`);

describe('the pods of a chart, by its inventory', () => {
  it('are judged as ours are', () => {
    expect(ofChart(pod('chart', 'registry.example.com/chart:1'))).toEqual([]);
  });

  it.each([
    [', privileged: true', '', 'the container chart is privileged'],
    ['', '      hostNetwork: true', 'the pod has hostNetwork'],
    ['', '      volumes: [{ name: log, hostPath: { path: /var/log } }]', 'the volume log is a hostPath'],
    [', seccompProfile: { type: Unconfined }', '', 'seccompProfile'],
  ])('that the namespace refuses are told: %s%s', (ofContainer, ofPod, told) => {
    const found = ofChart(pod('chart', 'registry.example.com/chart:1', ofContainer, ofPod));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^pod-security-refuses: /);
    expect(found[0]).toContain(told);
  });

  it('that pull from elsewhere are told', () => {
    expect(ofChart(pod('chart', 'us-docker.pkg.dev/chart/chart:1'))).toEqual([
      expect.stringMatching(/^image-registry: The image us-docker\.pkg\.dev.* is pulled from us-docker/),
    ]);
  });
});

it.each([
  [{ os: { name: 'windows' }, securityContext: { runAsNonRoot: true }, containers: [{ name: 'web' }] }],
  [{ hostUsers: false, containers: [{ name: 'web', securityContext: { procMount: 'Unmasked' } }] }],
  [
    {
      hostPID: true,
      securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }], seLinuxOptions: { user: 'u' } },
      initContainers: [{ name: 'first', securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }],
      containers: [{ name: 'web', ports: [{ containerPort: 1, hostPort: 1 }] }],
      volumes: [
        { name: 'a', hostPath: { path: '/' } },
        { name: 'b', nfs: { server: 'a', path: '/' } },
        { name: 'c' },
      ],
    },
  ],
])('an inventory keeps what Pod Security judges: %o', (spec) => {
  for (const minor of [34, 35])
    for (const level of ['baseline', 'restricted'] as const)
      expect(violationsOf(level, podToJudge({ spec: kept(spec, podSpec) }), minor)).toEqual(
        violationsOf(level, podToJudge({ spec }), minor),
      );
});
