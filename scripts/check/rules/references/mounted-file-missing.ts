import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { keysOf } from '../../state/presence.ts';
import { at, list, listAt, text, textAt } from '../../state/read.ts';
import { type Identity, titleOf } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';

const SAMPLE = (file: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0.0
          volumeMounts: [{ name: settings, mountPath: /etc/web/web.conf, subPath: ${file} }]
      volumes: [{ name: settings, configMap: { name: web } }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: shop }
data: { web.conf: "workers 4;" }
`;

/** The kubelet makes an empty folder where a file of a volume is asked for that is not there. */
export const mountedFileMissing: ClusterRule = {
  id: 'mounted-file-missing',
  severity: 'error',
  summary: 'A subPath that is no file of the ConfigMap or Secret that is mounted',
  breaks:
    'An empty folder is mounted in the place of the file, and the program does not start or runs with its own defaults.',
  failing: SAMPLE('web.cfg'),
  passing: SAMPLE('web.conf'),
  *judge(state) {
    for (const workload of state.workloads) {
      for (const { value, path } of workload.containers) {
        for (const [index, mount] of list(value.volumeMounts).entries()) {
          const subPath = textAt(mount, 'subPath');
          if (subPath === undefined || subPath === '' || /^(?:\/|\.\.)/.test(subPath)) continue;
          const source = sourceOf(state, workload, textAt(mount, 'name') ?? '');
          // A folder within the volume is asked for by the first part of the path.
          const [first = ''] = subPath.split('/');
          if (
            source === undefined ||
            source.files.includes(subPath) ||
            source.files.some((file) => file.startsWith(`${first}/`))
          ) {
            continue;
          }
          yield {
            resource: workload.resource,
            path: [...path, 'volumeMounts', index, 'subPath'],
            message: `${titleOf(source.target)} has no file ${subPath}: an empty folder is mounted in its place.`,
            fix: `Write a file that is there${didYouMean(subPath, source.files)}, or add the key ${subPath}.`,
          };
        }
      }
    }
  },
};

/** The files of a volume that shows one Secret or ConfigMap; nothing where they are not known. */
function sourceOf(
  state: ClusterState,
  { spec, namespace, resource }: Workload,
  name: string,
): { readonly target: Identity; readonly files: readonly string[] } | undefined {
  const volume = listAt(spec, 'volumes').find((each) => textAt(each, 'name') === name);
  // Of a chart's volumes the inventory does not say which keys are shown, and under which names.
  if (resource.isExtract) return undefined;
  const { kind, own } =
    at(volume, 'configMap') === undefined
      ? { kind: 'Secret', own: textAt(volume, 'secret', 'secretName') }
      : { kind: 'ConfigMap', own: textAt(volume, 'configMap', 'name') };
  if (own === undefined) return undefined;
  const target = { group: '', kind, namespace, name: own };
  const items = listAt(volume, kind === 'Secret' ? 'secret' : 'configMap', 'items');
  if (items.length > 0) return { target, files: items.flatMap((item) => text(at(item, 'path')) ?? []) };
  const keys = keysOf(state, target);
  return keys === undefined ? undefined : { target, files: [...keys] };
}
