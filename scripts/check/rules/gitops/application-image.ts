import type { ClusterRule } from '../../rule.ts';
import { listAt, places, textAt } from '../../state/read.ts';
import { applicationsOf } from './applications.ts';
import { application, SOURCE } from './samples.ts';

const sample = (value: string) =>
  application(
    'shop',
    SOURCE.replace(' }', `, helm: { parameters: [{ name: image.tag, value: "${value}" }] } }`),
  );

export const applicationImage: ClusterRule = {
  id: 'application-image-parameter',
  severity: 'error',
  summary: 'An image whose tag is the commit of the manifests, or a tag that no registry takes',
  breaks: 'No build has that tag: every pod stays in ImagePullBackOff, and each commit rolls the workload.',
  pitfalls: ['X-82', 'X-88'],
  failing: sample('$ARGOCD_APP_REVISION'),
  passing: sample('1.4.2'),
  *judge(state) {
    for (const { resource, sources } of applicationsOf(state)) {
      for (const { path, value } of sources) {
        for (const [index, parameter] of listAt(value, 'helm', 'parameters').entries()) {
          const [name, set] = [textAt(parameter, 'name') ?? '', textAt(parameter, 'value') ?? ''];
          const at = [...path, 'helm', 'parameters', index, 'value'];
          if (/\$\{?ARGOCD_/.test(set) && /image|tag|version|digest/i.test(name)) {
            yield {
              resource,
              path: at,
              message: `${name} is ${set}, the commit of the manifests, and images are tagged with that of the program.`,
              fix: 'Write the digest of the image into the manifests, and no parameter.',
            };
          } else if (/(?:^|\.)tag$/i.test(name) && (/[\s/]/.test(set) || set.length > 128)) {
            yield {
              resource,
              path: at,
              message: `${JSON.stringify(set.slice(0, 60))} is no tag: a tag has no slash, no space and no line break.`,
              fix: 'Write a tag, or the digest of the image.',
            };
          }
        }
      }
    }
    for (const { resource, specPath, spec } of state.workloads) {
      for (const containers of ['containers', 'initContainers']) {
        for (const { path, value } of places(
          { [containers]: spec[containers] },
          `${containers}[].image`,
          specPath,
        )) {
          if (typeof value !== 'string' || !/\$\{?ARGOCD_|\$\(ARGOCD_/.test(value)) continue;
          yield {
            resource,
            path,
            message: `The image ${value} has a variable of Argo CD in it, which nobody fills in.`,
            fix: 'Write the digest of the image.',
          };
        }
      }
    }
  },
};
