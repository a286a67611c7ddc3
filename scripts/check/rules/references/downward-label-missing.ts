import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { type Path, places, text } from '../../state/read.ts';
import type { Workload } from '../../state/workload.ts';

const SAMPLE = (label: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web, region: eu } }
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0.0
          env: [{ name: REGION, valueFrom: { fieldRef: { fieldPath: "metadata.labels['${label}']" } } }]
`;

const FIELD = /^metadata\.(labels|annotations)\['([^']+)'\]$/;
/** What is put on pods when they are made, placed or injected. */
const PUT_ON_PODS = /(?:kubernetes\.io|istio\.io|linkerd\.io|k8s\.io|amazonaws\.com|gke\.io|cni\.cncf\.io)\//;

/** A label that is not there is read as nothing. */
export const downwardLabelMissing: ClusterRule = {
  id: 'downward-label-missing',
  severity: 'warning',
  summary: 'A label or annotation that a container reads of its own pod, and that the template does not have',
  breaks: 'The variable or the file is empty: the program does not know its version, its zone or its role.',
  failing: SAMPLE('zone'),
  passing: SAMPLE('region'),
  *judge(state) {
    for (const workload of state.workloads) {
      if (workload.isMade || workload.resource.isExtract) continue;
      for (const { path, field } of fieldsRead(workload)) {
        const [, of, key = ''] = FIELD.exec(field) ?? [];
        if (of === undefined || PUT_ON_PODS.test(key)) continue;
        const own = of === 'labels' ? workload.labels : workload.annotations;
        if (Object.hasOwn(own, key)) continue;
        yield {
          resource: workload.resource,
          path,
          message: `The template has no ${of === 'labels' ? 'label' : 'annotation'} ${key}: what is read of it is empty.`,
          fix: `Write one that the template has${didYouMean(key, Object.keys(own))}, or add ${key} to the template.`,
        };
      }
    }
  },
};

function* fieldsRead({
  containers,
  spec,
  specPath,
}: Workload): Generator<{ readonly path: Path; readonly field: string }> {
  const found = [
    ...containers.flatMap(({ value, path }) => [
      ...places(value, 'env[].valueFrom.fieldRef.fieldPath', path),
    ]),
    ...places(spec, 'volumes[].downwardAPI.items[].fieldRef.fieldPath', specPath),
    ...places(spec, 'volumes[].projected.sources[].downwardAPI.items[].fieldRef.fieldPath', specPath),
  ];
  for (const { path, value } of found) yield { path, field: text(value) ?? '' };
}
