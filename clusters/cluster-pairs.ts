import type { ClusterDraft } from './load-cluster.ts';

/** Every two of the clusters, once. */
export function pairsOf(drafts: readonly ClusterDraft[]): [ClusterDraft, ClusterDraft][] {
  return drafts.flatMap((one, index) =>
    drafts.slice(index + 1).map((other): [ClusterDraft, ClusterDraft] => [one, other]),
  );
}

/** Whether the `linkedTo` of the cluster names the other one. */
export function isLinked({ choices }: ClusterDraft, other: string): boolean {
  return choices.linkedTo?.includes(other) ?? false;
}

/** The clusters with a value that an earlier one has too, with the first that has it. */
export function repeated(
  drafts: readonly ClusterDraft[],
  valueIn: (draft: ClusterDraft) => string | undefined,
): { draft: ClusterDraft; first: ClusterDraft; value: string }[] {
  const firsts = new Map<string, ClusterDraft>();
  return drafts.flatMap((draft) => {
    const value = valueIn(draft);
    if (value === undefined) return [];
    const first = firsts.get(value);
    if (first !== undefined) return { draft, first, value };
    firsts.set(value, draft);
    return [];
  });
}
