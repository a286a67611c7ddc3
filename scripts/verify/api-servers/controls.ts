import type { TreeObject } from '../../prove-gatekeeper/tree.ts';

const NAMESPACE = 'verify-controls';
const inside = (name: string) => ({ name, namespace: NAMESPACE });

const pod = (
  name: string,
  { privileged = false, memory = '16Mi', serviceAccountName = 'default' } = {},
): TreeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: inside(name),
  spec: {
    serviceAccountName,
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'app',
        image: 'registry.example.com/app:1',
        resources: { requests: { cpu: '10m', memory }, limits: { memory } },
        securityContext: privileged
          ? { privileged: true }
          : { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  },
});

const sample = (name: string, spec: object): TreeObject => ({
  apiVersion: 'verify.example.com/v1',
  kind: 'Sample',
  metadata: inside(name),
  spec,
});

/** What the known objects need: a restricted namespace with room for one pod, and a kind with rules. */
export const GROUNDS: readonly TreeObject[] = [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: NAMESPACE, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  },
  { apiVersion: 'v1', kind: 'ResourceQuota', metadata: inside('one'), spec: { hard: { pods: '1' } } },
  {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: inside('small'),
    spec: { limits: [{ type: 'Container', max: { memory: '64Mi' } }] },
  },
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'samples.verify.example.com' },
    spec: {
      group: 'verify.example.com',
      names: { kind: 'Sample', listKind: 'SampleList', plural: 'samples', singular: 'sample' },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: {
                  type: 'object',
                  properties: {
                    least: { type: 'integer' },
                    most: { type: 'integer' },
                    fixed: {
                      type: 'string',
                      'x-kubernetes-validations': [
                        { rule: 'self == oldSelf', message: 'fixed is immutable' },
                      ],
                    },
                  },
                  'x-kubernetes-validations': [
                    { rule: 'self.least <= self.most', message: 'least is more than most' },
                  ],
                },
              },
            },
          },
        },
      ],
    },
  },
];

/** An object with a known verdict. */
export interface Control {
  readonly name: string;
  readonly object: TreeObject;
  /** What the server has to say; undefined for one that it has to take. */
  readonly refusal?: RegExp;
}

/** In this order: what must be taken stands before what must not, so that a refusal has one reason only. */
export const CONTROLS: readonly Control[] = [
  { name: 'a pod that obeys', object: pod('obeys') },
  {
    name: 'an unknown field',
    object: { apiVersion: 'v1', kind: 'Service', metadata: inside('unknown'), spec: { prots: [] } },
    refusal: /prots/,
  },
  {
    name: 'an immutable field that changes',
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: inside('fixed'),
      immutable: true,
      data: { a: '1' },
    },
  },
  {
    name: 'the same, changed',
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: inside('fixed'),
      immutable: true,
      data: { a: '2' },
    },
    refusal: /immutable/,
  },
  {
    name: 'a privileged pod',
    object: pod('privileged', { privileged: true }),
    refusal: /PodSecurity "restricted/,
  },
  { name: 'a pod over the quota', object: pod('second'), refusal: /exceeded quota/ },
  { name: 'a pod over the limit', object: pod('large', { memory: '1Gi' }), refusal: /maximum memory usage/ },
  {
    name: 'a pod without its ServiceAccount',
    object: pod('nobody', { serviceAccountName: 'nobody' }),
    refusal: /serviceaccount "nobody" not found/,
  },
  { name: 'a custom resource that obeys', object: sample('rules', { least: 1, most: 2, fixed: 'a' }) },
  {
    name: 'a broken CEL rule',
    object: sample('broken', { least: 3, most: 2, fixed: 'a' }),
    refusal: /least is more than most/,
  },
  {
    name: 'a CEL rule about what was',
    object: sample('rules', { least: 1, most: 2, fixed: 'b' }),
    refusal: /fixed is immutable/,
  },
  {
    name: 'a kind that nobody defined',
    object: { apiVersion: 'verify.example.com/v1', kind: 'Nothing', metadata: inside('nothing') },
    refusal: /no such kind/,
  },
];
