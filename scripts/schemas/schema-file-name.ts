/**
 * The file that holds the schema of a kind, named as kubeconform's `{{.ResourceKind}}{{.KindSuffix}}.json`:
 * `deployment-apps-v1.json`, `pod-v1.json`, `virtualservice-networking-v1.json`.
 */
export function schemaFileName(apiVersion: string, kind: string): string {
  const [group = '', version] = apiVersion.split('/');
  const suffix = [group.split('.')[0], version].filter((part) => part !== undefined).join('-');
  return `${kind.toLowerCase()}-${suffix.toLowerCase()}.json`;
}
