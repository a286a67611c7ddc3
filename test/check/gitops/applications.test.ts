import { describe, expect, test } from 'vitest';
import { checkTrees } from '../../../scripts/check/check.ts';
import { gitops } from '../../../scripts/check/rules/gitops/family.ts';
import { objectsIn } from '../../../scripts/cluster-model/input/objects.ts';

const namespace = (name: string, wave = '-5') => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, annotations: { argocd.argoproj.io/sync-wave: "${wave}" } }
`;
const config = (name: string, namespace = 'shop') => `
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: ${namespace} }
data: { level: info }
`;
const application = (name: string, path: string, further = '') => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: shop
  source: { repoURL: "https://git.example.com/shop.git", path: ${path}, targetRevision: main }
  destination: { server: "https://kubernetes.default.svc", namespace: shop }
  ${further}
`;

/** A repository in which every folder belongs to an Application. */
const REPOSITORY: Readonly<Record<string, string>> = {
  'deploy/apps/web.yaml': application('web', 'deploy/web'),
  'deploy/apps/api.yaml': application('api', 'deploy/api'),
  'deploy/apps/base.yaml': application('base', 'deploy/base'),
  'deploy/web/config.yaml': config('web'),
  'deploy/api/config.yaml': config('api'),
  'deploy/base/namespace.yaml': namespace('shop'),
};

/** What is found in the repository with some files replaced, or taken out. */
function found(files: Readonly<Record<string, string>>): readonly string[] {
  const objects = Object.entries({ ...REPOSITORY, ...files }).flatMap(([file, text]) =>
    objectsIn(text, file),
  );
  return checkTrees([{ cluster: 'shop', objects }], { rules: gitops.rules })
    .filter(({ finding }) => finding.severity !== 'info')
    .map(({ finding }) => finding.rule);
}

describe('A repository of Applications', () => {
  test('is silent where all fits together', () => {
    expect(found({})).toEqual([]);
  });

  test.each([
    [
      'a path that is not there',
      { 'deploy/apps/web.yaml': application('web', 'deploy/wep') },
      'application-path',
    ],
    ['a folder that nobody takes', { 'deploy/jobs/config.yaml': config('jobs') }, 'application-path'],
    [
      'one folder taken twice',
      { 'deploy/apps/web.yaml': application('web', 'deploy/api') },
      'application-path',
    ],
    ['one object in two folders', { 'deploy/api/config.yaml': config('web') }, 'application-path'],
    [
      'manifests that stand deeper than Argo CD reads',
      { 'deploy/web/config.yaml': '', 'deploy/web/shop/config.yaml': config('web') },
      'application-path',
    ],
    [
      'an option that there is not',
      {
        'deploy/apps/web.yaml': application(
          'web',
          'deploy/web',
          'syncPolicy: { syncOptions: [PruneLst=true] }',
        ),
      },
      'application-form',
    ],
    [
      'a field hidden from the comparison alone',
      {
        'deploy/apps/web.yaml': application(
          'web',
          'deploy/web',
          'ignoreDifferences: [{ group: apps, kind: Deployment, jsonPointers: [/spec/replicas] }]\n  syncPolicy: { automated: { selfHeal: true } }',
        ),
      },
      'application-form',
    ],
    [
      'a pointer with a bare slash in a key',
      {
        'deploy/apps/web.yaml': application(
          'web',
          'deploy/web',
          'ignoreDifferences: [{ group: apps, kind: Deployment, jsonPointers: [/metadata/annotations/deployment.kubernetes.io/revision] }]',
        ),
      },
      'ignored-difference-misses',
    ],
    [
      'a namespace that comes after what is in it',
      { 'deploy/web/config.yaml': `${config('web', 'cart')}---${namespace('cart', '3')}` },
      'sync-order',
    ],
  ])('%s', (_, files, rule) => {
    expect(new Set(found(files))).toEqual(new Set([rule]));
  });
});
