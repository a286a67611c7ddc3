import type { ClusterRule } from '../../rule.ts';
import { saidOfMissing } from './missing.ts';

/** The project may stand in another namespace than an Application. */
export const missingProject: ClusterRule = {
  id: 'missing-project',
  severity: 'error',
  summary: 'An Application of a project that is not there',
  breaks: 'Argo CD refuses the Application: nothing of it is deployed.',
  pitfalls: ['X-11'],
  failing: `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd }
spec:
  project: shops
  destination: { name: in-cluster, namespace: shop }
  source: { repoURL: "https://git.example.com/shop", path: web, targetRevision: main }
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: shop, namespace: argocd }
spec: { sourceRepos: ["*"], destinations: [{ server: "*", namespace: "*" }] }
`,
  passing: `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd }
spec:
  project: shop
  destination: { name: in-cluster, namespace: shop }
  source: { repoURL: "https://git.example.com/shop", path: web, targetRevision: main }
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: shop, namespace: argocd }
spec: { sourceRepos: ["*"], destinations: [{ server: "*", namespace: "*" }] }
`,
  judge: (state) =>
    saidOfMissing(state, {
      targets: ['argoproj.io/AppProject'],
      effect: 'Argo CD deploys nothing of the Application',
      concerns: ({ target }, state) =>
        !state.of('argoproj.io/AppProject').some(({ name }) => name === target.name),
    }),
};
