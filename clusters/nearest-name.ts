/**
 * The candidate that the name most likely means: at most a third of its letters differ (inserted, left out,
 * replaced, or exchanged with their neighbour). Undefined if none is that close.
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Math.floor(Math.max(name.length, 3) / 3);
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least || (distance === least && nearest === undefined)) {
      nearest = candidate;
      least = distance;
    }
  }
  return nearest;
}

/**
 * A hint for the end of a message about a name that is not known.
 *
 * @returns such as ` (did you mean prod-japan?)`, or nothing where no candidate is near
 */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const nearest = nearestName(name, candidates);
  return nearest === undefined || nearest === name ? '' : ` (did you mean ${nearest}?)`;
}

/** Levenshtein's distance with exchanged neighbours, one row of its table at a time. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  let above: readonly number[] = [];
  for (let index = 0; index < one.length; index++) {
    const next = [index + 1];
    for (let column = 0; column < other.length; column++) {
      const replaced = (row[column] ?? 0) + (one[index] === other[column] ? 0 : 1);
      const exchanged =
        index > 0 && one[index] === other[column - 1] && one[index - 1] === other[column]
          ? (above[column - 1] ?? 0) + 1
          : Number.POSITIVE_INFINITY;
      next.push(Math.min(replaced, exchanged, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    above = row;
    row = next;
  }
  return row[other.length] ?? 0;
}
