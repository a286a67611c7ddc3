/** `17 rules`, `1204 objects pass`: a number and the words for it, up to the next mark. */
const COUNT = /(?<![\w.])(\d+) ([a-z][a-z ]*[a-z])/g;

/** What a report counts, added up over its lines. */
export function countsIn(report: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [, number, words = ''] of report.matchAll(COUNT)) {
    counts[words] = (counts[words] ?? 0) + Number(number);
  }
  return counts;
}
