/**
 * The candidate that the name most likely means: at most a third of its letters differ (inserted, left out,
 * replaced, or exchanged with their neighbour). Undefined if none is that close.
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Math.floor(Math.max(name.length, 3) / 3);
  const own = name.toLowerCase();
  for (const candidate of candidates) {
    const distance = editDistance(own, candidate.toLowerCase(), least);
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

/** Rows of the table, used again for every pair: a fleet has many names. */
let rows: [number[], number[], number[]] = [[], [], []];

/**
 * Levenshtein's distance with exchanged neighbours, one row of its table at a time.
 *
 * @returns something above the limit where the distance is above it: most names have nothing in common, and a few rows show it
 */
function editDistance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) > limit) return Number.POSITIVE_INFINITY;
  let [above, row, next] = rows;
  for (let column = 0; column <= other.length; column++) row[column] = column;
  let leastAbove = 0;
  for (let index = 0; index < one.length; index++) {
    next[0] = index + 1;
    let least = index + 1;
    const letter = one.charCodeAt(index);
    const before = index > 0 ? one.charCodeAt(index - 1) : Number.NaN;
    for (let column = 0; column < other.length; column++) {
      const replaced = (row[column] ?? 0) + (letter === other.charCodeAt(column) ? 0 : 1);
      let distance = Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1);
      if (column > 0 && letter === other.charCodeAt(column - 1) && before === other.charCodeAt(column)) {
        distance = Math.min(distance, (above[column - 1] ?? 0) + 1);
      }
      next[column + 1] = distance;
      if (distance < least) least = distance;
    }
    // An exchange looks two rows back.
    if (least > limit && leastAbove > limit) return Number.POSITIVE_INFINITY;
    leastAbove = least;
    [above, row, next] = [row, next, above];
  }
  rows = [above, row, next];
  return row[other.length] ?? 0;
}
