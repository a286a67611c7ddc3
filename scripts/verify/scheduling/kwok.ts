/** Left alone by kwok: their pods run until they are stopped, as one that waits for work does. */
export const RUNS_ON = 'verify.fleet/runs-on';

/** The pods of a Job that have it end badly. */
export const FAILS = 'verify.fleet/fails';

const NOW = '{{ Now | Quote }}';

interface Stage {
  readonly name: string;
  readonly kind: 'Node' | 'Pod';
  readonly when: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
  readonly next: object;
}

/** What kwok does in place of kubelets: nodes become ready, pods run and are ready at once, those of Jobs end well, or badly where they are told to. */
const STAGES: readonly Stage[] = [
  {
    name: 'node-ready',
    kind: 'Node',
    when: [
      {
        key: '.status.conditions.[] | select( .type == "Ready" ) | .status',
        operator: 'NotIn',
        values: ['True'],
      },
    ],
    next: {
      statusTemplate: `conditions:
{{ range NodeConditions }}
- { type: {{ .type | Quote }}, status: {{ .status | Quote }}, reason: {{ .reason | Quote }}, message: {{ .message | Quote }}, lastHeartbeatTime: ${NOW}, lastTransitionTime: ${NOW} }
{{ end }}
phase: Running
`,
    },
  },
  {
    name: 'pod-ready',
    kind: 'Pod',
    when: [
      { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
      { key: '.status.podIP', operator: 'DoesNotExist' },
    ],
    next: {
      statusTemplate: `phase: Running
startTime: ${NOW}
hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
podIP: {{ PodIPWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) | Quote }}
conditions:
- { type: Initialized, status: "True", lastTransitionTime: ${NOW} }
- { type: Ready, status: "True", lastTransitionTime: ${NOW} }
- { type: ContainersReady, status: "True", lastTransitionTime: ${NOW} }
{{ range .spec.readinessGates }}
- { type: {{ .conditionType | Quote }}, status: "True", lastTransitionTime: ${NOW} }
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- { name: {{ .name | Quote }}, image: {{ .image | Quote }}, imageID: "", ready: true, restartCount: 0, state: { running: { startedAt: ${NOW} } } }
{{ end }}
`,
    },
  },
  {
    name: 'pod-complete',
    kind: 'Pod',
    when: [
      { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
      { key: '.status.phase', operator: 'In', values: ['Running'] },
      { key: '.metadata.ownerReferences.[].kind', operator: 'In', values: ['Job'] },
      { key: `.metadata.annotations["${RUNS_ON}"]`, operator: 'DoesNotExist' },
      { key: `.metadata.annotations["${FAILS}"]`, operator: 'DoesNotExist' },
    ],
    next: { statusTemplate: 'phase: Succeeded\n' },
  },
  {
    name: 'pod-fail',
    kind: 'Pod',
    when: [
      { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
      { key: '.status.phase', operator: 'In', values: ['Running'] },
      { key: `.metadata.annotations["${FAILS}"]`, operator: 'Exists' },
    ],
    next: { statusTemplate: 'phase: Failed\n' },
  },
  {
    name: 'pod-delete',
    kind: 'Pod',
    when: [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }],
    next: { finalizers: { empty: true }, delete: true },
  },
];

/** The file for `kwok --config`. */
export function kwokConfig(): string {
  return STAGES.map(({ name, kind, when, next }) =>
    JSON.stringify({
      apiVersion: 'kwok.x-k8s.io/v1alpha1',
      kind: 'Stage',
      metadata: { name },
      spec: { resourceRef: { apiGroup: 'v1', kind }, selector: { matchExpressions: when }, next },
    }),
  ).join('\n---\n');
}
