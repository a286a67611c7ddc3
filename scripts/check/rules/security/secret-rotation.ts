import type { ClusterRule } from '../../rule.ts';
import { objectsIn } from '../../state/by-namespace.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { practiceOf } from '../../state/practice.ts';
import { fieldsAt, places } from '../../state/read.ts';
import type { Workload } from '../../state/workload.ts';

const UNESCAPED = /:\/\/\S*\{\{-?\s*\.[\w.]+\s*-?\}\}:\{\{-?([^{}]*)-?\}\}@/;
const secret = (password: string) => `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: database, namespace: shop }
spec:
  secretStoreRef: { name: shop }
  target:
    template: { data: { DATABASE_URL: "postgres://{{ .user }}:{{ ${password} }}@db:5432/shop" } }
  data: [{ secretKey: user, remoteRef: { key: db } }, { secretKey: password, remoteRef: { key: db } }]
`;
const RELOADS = [
  'reloader.stakater.com/auto',
  'secret.reloader.stakater.com/reload',
  'secret.reloader.stakater.com/auto',
  'reloader.stakater.com/search',
  'wave.pusher.com/update-on-config-change',
];

/** What is new in the store, and never reaches the program as it was meant. */
export const secretRotation: ClusterRule = {
  id: 'secret-rotation',
  severity: 'warning',
  summary:
    'A password that is put into a URL as it is, or a workload that does not restart with its secrets where the others do',
  breaks:
    'A password with @, / or # breaks the URL on the day that it is rotated. A variable is read at the start: without a restart the program goes on with the old password until it is refused.',
  pitfalls: ['X-105'],
  failing: secret('.password'),
  passing: secret('.password | urlquery'),
  *judge(state) {
    for (const resource of state.of(
      'external-secrets.io/ExternalSecret',
      'external-secrets.io/ClusterExternalSecret',
    )) {
      for (const pattern of [
        'spec.target.template.data.*',
        'spec.externalSecretSpec.target.template.data.*',
      ]) {
        for (const { path, value } of places(resource.value, pattern)) {
          const [, password] = typeof value === 'string' ? (UNESCAPED.exec(value) ?? []) : [];
          if (password === undefined || /urlquery|urlqueryescape|query_?escape/i.test(password)) continue;
          yield {
            resource,
            path,
            message: `The password is put into the URL as it is: one with @, /, # or : breaks it.`,
            fix: `Write {{${password.trimEnd()} | urlquery }}.`,
          };
        }
      }
    }
    const readers = state.workloads.filter((workload) => readsAtStart(state, workload));
    const reloads = ({ resource, annotations }: Workload) =>
      RELOADS.some((key) => (resource.annotations[key] ?? annotations[key] ?? 'false') !== 'false') ||
      Object.keys(annotations).some((key) => /checksum|hash/i.test(key));
    for (const { resource, kind, name } of practiceOf(readers, reloads)?.lacks ?? []) {
      yield {
        resource,
        path: ['metadata', 'annotations'],
        message: `${kind} ${name} reads secrets that a store renews, and does not restart with them; the others do.`,
        fix: 'Write the annotation that the others have, such as reloader.stakater.com/auto: "true".',
      };
    }
  },
};

/** Whether variables of a workload come from a Secret that a store renews. */
function readsAtStart(
  state: ClusterState,
  { resource, namespace, kind, containers, isMade }: Workload,
): boolean {
  if (isMade || resource.isExtract || !['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind))
    return false;
  const names = containers.flatMap(({ value }) => [
    ...[...places(value, 'env[].valueFrom.secretKeyRef.name')].map((place) => place.value),
    ...[...places(value, 'envFrom[].secretRef.name')].map((place) => place.value),
  ]);
  if (names.length === 0) return false;
  return objectsIn(state, namespace, 'external-secrets.io/ExternalSecret').some(({ name, value }) =>
    names.includes(fieldsAt(value, 'spec', 'target').name ?? name),
  );
}
