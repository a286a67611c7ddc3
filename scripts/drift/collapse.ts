import type { DeclaredHub } from './declared.ts';
import type { Finding } from './finding.ts';

/** What is the same of several Applications of a cluster is told once; of a whole cluster, as that. */
export function collapsed(findings: readonly Finding[], hub: DeclaredHub): Finding[] {
  const groups = new Map<string, Finding>();
  for (const finding of findings) {
    const { applications, ...rest } = finding;
    const key = JSON.stringify(rest);
    const before = groups.get(key);
    groups.set(
      key,
      before === undefined ? finding : { ...before, applications: [...before.applications, ...applications] },
    );
  }
  return [...groups.values()].map((finding) => ({
    ...finding,
    applications: [...new Set(finding.applications)].sort(),
    ...(isWhole(finding, hub) && { whole: true }),
  }));
}

/** Whether it is so of every Application of its cluster; what is so of its root may be something else. */
function isWhole({ cluster, applications }: Finding, hub: DeclaredHub): boolean {
  const own = [...hub.applications.values()].filter(
    (each) => each.cluster === cluster && each.root !== undefined,
  );
  return own.length > 1 && own.every(({ name }) => applications.includes(name));
}
