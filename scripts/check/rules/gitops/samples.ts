/** An Application, for samples. */
export function application(name: string, spec: string, { annotations = '' } = {}): string {
  return `---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd${annotations === '' ? '' : `, annotations: { ${annotations} }`} }
spec:
  project: shop
  destination: { server: "https://kubernetes.default.svc", namespace: shop }
${spec}
`;
}

export const SOURCE =
  '  source: { repoURL: "https://git.example.com/shop.git", path: shop, targetRevision: main }';

export const NAMESPACE = `---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
`;

/** The project of the Application; a field given here stands beside the others. */
export function project(spec: string): string {
  return `---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: shop, namespace: argocd }
spec:
${spec}
`;
}
