import type { ValueShape } from './value-shape.ts';

/** The part of a Pod that a value of this name is, and its keys that a chart's default may have. */
const BY_NAME: readonly (readonly [name: RegExp, type: string, keys: string])[] = [
  [/^resources$/, 'Resources', 'requests limits claims'],
  [/^tolerations$/, 'Tolerations', ''],
  [/^affinity$/, 'Affinity', ''],
  [/^topologySpreadConstraints$/, 'TopologySpreadConstraints', ''],
  [
    /^(pod|container)?[sS]ecurityContext$/,
    'SecurityContext',
    'allowPrivilegeEscalation capabilities fsGroup fsGroupChangePolicy privileged procMount readOnlyRootFilesystem ' +
      'runAsGroup runAsNonRoot runAsUser seLinuxOptions seccompProfile supplementalGroups sysctls',
  ],
  [/^seccompProfile$/, 'SeccompProfile', 'type localhostProfile'],
];

/** The text of the file that has these types. */
export const KUBERNETES_TYPES = `import type { k8s } from 'cdk8s-plus-29';

type Written<Part> = Part extends readonly (infer Item)[]
  ? readonly Written<Item>[]
  : Part extends object
    ? { readonly [Name in keyof Part]: Written<Part[Name]> }
    : Part;

type Quantities = { readonly [name: string]: string | number };

export interface Resources {
  readonly requests?: Quantities;
  readonly limits?: Quantities;
  readonly claims?: readonly { readonly name: string; readonly request?: string }[];
}

export type Tolerations = readonly Written<k8s.Toleration>[];
export type Affinity = Written<k8s.Affinity>;
export type TopologySpreadConstraints = readonly Written<k8s.TopologySpreadConstraint>[];
export type SecurityContext = Written<k8s.PodSecurityContext & k8s.SecurityContext>;
export type SeccompProfile = Written<k8s.SeccompProfile>;
`;

/** The type of a value that is a part of a Pod; nothing where the chart has something of its own under that name. */
export function kubernetesType(name: string, shape: ValueShape): string | undefined {
  const [, type, keys = ''] = BY_NAME.find(([pattern]) => pattern.test(name)) ?? [];
  const part = shape.is === 'list' ? shape.of : shape;
  if (part.is === 'any') return type;
  if (part.is !== 'map' || part.rest?.is !== 'any') return undefined;
  return [...part.fields.keys()].every((key) => keys.split(' ').includes(key)) ? type : undefined;
}
