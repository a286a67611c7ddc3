import type { Finding, Located } from '../finding.ts';
import { titleOf } from '../state/resource.ts';

/** What was found about an object, alike on some clusters. */
export interface Group {
  readonly clusters: readonly string[];
  readonly title: string;
  readonly found: readonly Located[];
}

/** Findings by object; objects about which the same is found on several clusters are told once. */
export function grouped(found: readonly Located[]): readonly Group[] {
  const objects = new Map<string, Located[]>();
  for (const each of found) {
    const { cluster, object } = each.finding;
    const key = `${cluster}\n${object.apiVersion}\n${titleOfObject(object)}`;
    objects.set(key, [...(objects.get(key) ?? []), each]);
  }
  const alike = new Map<string, { clusters: string[]; title: string; found: readonly Located[] }>();
  for (const own of objects.values()) {
    const [first] = own;
    if (first === undefined) continue;
    const { cluster, object } = first.finding;
    const key = JSON.stringify([object, own.map(({ finding }) => ({ ...finding, cluster: '' }))]);
    const known = alike.get(key);
    if (known === undefined)
      alike.set(key, { clusters: [cluster], title: titleOfObject(object), found: own });
    else known.clusters.push(cluster);
  }
  return [...alike.values()];
}

/** `Service shop/web`, as exemptions name it too. */
export function titleOfObject({ kind, namespace, name }: Finding['object']): string {
  return titleOf({ group: '', kind, namespace, name });
}
