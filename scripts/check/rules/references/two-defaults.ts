import type { ClusterRule } from '../../rule.ts';
import type { Path } from '../../state/read.ts';
import { type Resource, titleOf } from '../../state/resource.ts';

const storageClass = (name: string, isDefault: boolean) => `---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: ${name}, annotations: { storageclass.kubernetes.io/is-default-class: "${isDefault}" } }
provisioner: ebs.csi.aws.com
`;

/** A kind of which one object is the default of its cluster, and how it says so. */
interface Default {
  readonly path: Path;
  readonly isDefault: (resource: Resource) => boolean;
  readonly effect: string;
}

const annotated = (annotation: string, effect: string): Default => ({
  path: ['metadata', 'annotations', annotation],
  isDefault: ({ annotations }) => annotations[annotation] === 'true',
  effect,
});

const KINDS: Readonly<Record<string, Default>> = {
  'storage.k8s.io/StorageClass': annotated(
    'storageclass.kubernetes.io/is-default-class',
    'a claim without a class gets the one that is younger',
  ),
  'networking.k8s.io/IngressClass': annotated(
    'ingressclass.kubernetes.io/is-default-class',
    'the API server refuses every Ingress without a class',
  ),
  'snapshot.storage.k8s.io/VolumeSnapshotClass': annotated(
    'snapshot.storage.kubernetes.io/is-default-class',
    'a snapshot without a class fails',
  ),
};

/** There is one default, or none that anybody can count on. */
export const twoDefaults: ClusterRule = {
  id: 'two-defaults',
  severity: 'error',
  summary: 'Two classes of one kind that both are the default of the cluster',
  breaks: 'What names no class gets one or the other, or is refused.',
  failing: storageClass('gp3', true) + storageClass('io2', true),
  passing: storageClass('gp3', true) + storageClass('io2', false),
  *judge(state) {
    for (const [type, { path, isDefault, effect }] of Object.entries(KINDS)) {
      const [first, ...others] = state.of(type).filter(isDefault);
      for (const resource of others) {
        if (first === undefined || first.name === resource.name || (first.isExtract && resource.isExtract))
          continue;
        yield {
          resource,
          path,
          message: `${titleOf(first)} is the default too: ${effect}.`,
          fix: 'Let one of the two be the default.',
        };
      }
    }
  },
};
