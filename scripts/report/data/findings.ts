import type { Checked } from '../../check/check.ts';
import type { Located } from '../../check/finding.ts';
import type { Exemption } from '../../check/waivers/exemption.ts';
import type { FindingRow, FindingsData, WaiverRow } from './rows/findings.ts';

/** What check finds, and what somebody has said is meant to be. */
export function findingsOf({ found, waived }: Checked, exemptions: readonly Exemption[]): FindingsData {
  const listed = exemptions.map(
    (exemption): WaiverRow => ({
      rule: exemption.rule,
      object: exemption.object,
      clusters: exemption.clusters ?? [],
      reason: exemption.reason,
      owner: exemption.owner,
      hides: waived.filter(({ by }) => by.includes(exemption)).length,
      file: exemption.file,
      line: exemption.line,
    }),
  );
  const written = new Map<string, WaiverRow>();
  for (const { by, reason, located } of waived) {
    if (by.length > 0) continue;
    const { rule, cluster, object } = located.finding;
    const { kind, namespace, name } = object;
    const title = `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
    const key = [rule, cluster, title].join('\n');
    const hides = (written.get(key)?.hides ?? 0) + 1;
    const { file, line } = located;
    written.set(key, { rule, object: title, clusters: [cluster], reason, owner: '', hides, file, line });
  }
  return { findings: found.map(rowOf), waivers: [...listed, ...written.values()] };
}

function rowOf({ finding, file, line }: Located): FindingRow {
  const { rule, severity, cluster, object, path, message, fix } = finding;
  const { kind, namespace, name } = object;
  return { rule, severity, cluster, kind, namespace, name, path, message, fix, file, line };
}
