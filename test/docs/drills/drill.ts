/** A step of a drill, as its table has it. */
export interface Step {
  readonly number: number;
  readonly label: string;
  readonly after: readonly number[];
  readonly minutes: number;
  /** Why it takes so long, one reason after another. */
  readonly reasons: readonly string[];
}

/** A drill of a document: what it promises to whom, and its steps. */
export interface Drill {
  readonly heading: string;
  /** The whole section. */
  readonly text: string;
  readonly withinMinutes: number;
  /** Products, or what stands for others. */
  readonly promisedTo: readonly string[];
  readonly steps: readonly Step[];
}

const PROMISE = /^\*\*Within (\d+) minutes\*\* \(([^)]+)\)\.$/m;
const ROW = /^\| (\d+)\. ([^|]+?) +\| ([\d, ]*) *\| (\d+) +\| ([^|]*)\|/gm;

/** The drills of a document: its sections with a promise. */
export function drillsOf(markdown: string): readonly Drill[] {
  return markdown.split(/^(?=#{2,} )/m).flatMap((text) => {
    const [, minutes, names] = PROMISE.exec(text) ?? [];
    if (minutes === undefined || names === undefined) return [];
    const steps = [...text.matchAll(ROW)].map(([, number, label = '', after = '', duration, why = '']) => ({
      number: Number(number),
      label,
      after: (after.match(/\d+/g) ?? []).map(Number),
      minutes: Number(duration),
      reasons: why
        .split(/[,;]/)
        .map((reason) =>
          reason
            .replace(/\(.*?\)/, '')
            .replace(/^ *and /, '')
            .trim(),
        )
        .filter((reason) => reason !== ''),
    }));
    return [
      {
        heading: /^#+ (.+)$/m.exec(text)?.[1] ?? '',
        text,
        withinMinutes: Number(minutes),
        promisedTo: names.split(/, | and /),
        steps,
      },
    ];
  });
}

/**
 * Minutes from the decision to the end of the last step: a step begins when those that it comes after are done.
 *
 * @throws where a step comes after one that is not before it in the table
 */
export function lengthOf(steps: readonly Step[]): number {
  const ends = new Map<number, number>();
  for (const { number, after, minutes } of steps) {
    const begins = after.map((earlier) => {
      const end = ends.get(earlier);
      if (end === undefined)
        throw new Error(`Step ${number} comes after ${earlier}, which is not before it.`);
      return end;
    });
    ends.set(number, Math.max(0, ...begins) + minutes);
  }
  return Math.max(0, ...ends.values());
}
