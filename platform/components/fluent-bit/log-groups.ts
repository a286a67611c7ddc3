import type { Cluster } from '../../../clusters/index.ts';

/** A log group, and which lines go there: `match` takes a pattern with stars, `match_regex` one of Onigmo. */
export interface LogGroup {
  /** Unique among the outputs, for metrics. */
  readonly alias: string;
  readonly name: string;
  readonly lines: { readonly match: string } | { readonly match_regex: string };
}

/** The letters that Kubernetes uses in generated names cannot form a word such as `migration`. */
const GENERATED = '[bcdfghjklmnpqrstvwxz2456789]';

/** The streams of containers, and what the second half of the name of a group of its own means in each. */
const OWNERS = {
  // What a Deployment calls its pods: …-<hash>-<pod>; a canary counts as the workload.
  application: (workload: string) => `${quoted(workload)}(-canary)?-${GENERATED}+-${GENERATED}{5}_`,
  system: (namespace: string) => `[^_]+_${quoted(namespace)}_`,
} as const;

/**
 * The groups of a stream of containers: one for each workload or namespace that Terraform made a group for (S2-74 to
 * S2-76), and the group of the stream for everybody else, so that no line is without a place.
 *
 * @param tags what the tags of the stream begin with, before the name of the pod
 */
export function logGroupsOf(
  cluster: Cluster,
  stream: keyof typeof OWNERS,
  tags: string,
): readonly LogGroup[] {
  const { logGroupPrefix, logGroupNames } = cluster.terraform;
  const start = `${logGroupPrefix}/${stream}`;
  const owned = logGroupNames
    .filter((name) => name.startsWith(`${start}/`))
    .map((name) => ({ name, owner: name.slice(start.length + 1) }));
  const all = { alias: stream, name: start };
  if (owned.length === 0) return [{ ...all, lines: { match: `${stream}.*` } }];
  const owner = OWNERS[stream];
  const prefix = `^${quoted(tags)}`;
  return [
    ...owned.map((group) => ({
      alias: `${stream}-${group.owner}`,
      name: group.name,
      lines: { match_regex: `${prefix}${owner(group.owner)}` },
    })),
    {
      ...all,
      lines: { match_regex: `${prefix}(?!${owned.map((group) => owner(group.owner)).join('|')})` },
    },
  ];
}

function quoted(text: string): string {
  return text.replaceAll('.', '\\.');
}
