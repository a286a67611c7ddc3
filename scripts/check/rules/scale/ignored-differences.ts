import type { ClusterRule } from '../../rule.ts';
import { at, listAt, textAt } from '../../state/read.ts';

const application = (kind: string, pointer: string, options: string) => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: shop, namespace: argocd }
spec:
  project: shop
  source: { repoURL: https://git.example.com/shop.git, path: shop }
  destination: { server: https://kubernetes.default.svc, namespace: shop }
  syncPolicy: { syncOptions: [${options}] }
  ignoreDifferences: [{ group: ${kind === 'Deployment' ? 'apps' : 'autoscaling'}, kind: ${kind}, jsonPointers: [${pointer}] }]
`;
/** Fields that people own, and no controller writes. */
const OWNED = /(?:min|max)Replica(?:s|Count)/;
const SCALERS = new Set(['HorizontalPodAutoscaler', 'ScaledObject']);

/** What is not compared is not seen, and what is only not compared is written all the same. */
export const ignoredDifferences: ClusterRule = {
  id: 'ignored-differences',
  severity: 'warning',
  summary:
    'An Application that passes over the bounds of an autoscaler, or over replicas in the comparison alone',
  breaks:
    'A changed bound shows as Synced and is never there. Without RespectIgnoreDifferences=true each sync writes the replicas back, though the comparison passes over them.',
  pitfalls: ['X-43', 'X-42'],
  failing: application('HorizontalPodAutoscaler', '/spec/minReplicas', 'ServerSideApply=true'),
  passing: application('Deployment', '/spec/replicas', 'RespectIgnoreDifferences=true'),
  *judge(state) {
    for (const resource of state.of('argoproj.io/Application', 'argoproj.io/ApplicationSet')) {
      const path = resource.kind === 'Application' ? ['spec'] : ['spec', 'template', 'spec'];
      const spec = at(resource.value, ...path);
      const respects = listAt(spec, 'syncPolicy', 'syncOptions').includes('RespectIgnoreDifferences=true');
      for (const [index, ignored] of listAt(spec, 'ignoreDifferences').entries()) {
        const place = [...path, 'ignoreDifferences', index];
        const pointers = [...listAt(ignored, 'jsonPointers'), ...listAt(ignored, 'jqPathExpressions')].map(
          String,
        );
        const owned = SCALERS.has(textAt(ignored, 'kind') ?? '')
          ? pointers.find((each) => OWNED.test(each))
          : undefined;
        if (owned !== undefined) {
          yield {
            resource,
            path: place,
            message: `It passes over ${owned} of ${textAt(ignored, 'kind')}, which nobody writes but people: a changed bound is never applied and never seen.`,
            fix: 'Remove it; what autoscalers write is /spec/replicas of the workload.',
          };
        } else if (!respects && pointers.some((each) => /^[/.]spec[/.]replicas$/.test(each))) {
          yield {
            resource,
            path: place,
            message: 'It passes over the replicas in the comparison alone: each sync writes them back.',
            fix: 'Write RespectIgnoreDifferences=true in syncOptions, or leave spec.replicas out of the manifests.',
          };
        }
      }
    }
  },
};
