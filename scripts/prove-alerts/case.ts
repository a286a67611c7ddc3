/** Input series of promtool, by their selector; values are at one minute from each other, such as `0+10x60`. */
export type Series = Readonly<Record<string, string>>;

/** What an alert is proven with: one situation that it must report, and a near one that it must not. */
export interface AlertCase {
  readonly fires: Series;
  readonly silent: Series;
  /** Further situations that it must report, with the same labels. */
  readonly alsoFires?: readonly Series[];
  /** Further situations that it must not report. */
  readonly alsoSilent?: readonly Series[];
  /** Both are looked at after this time, such as `20m`. */
  readonly after: string;
  /** When the silent one is looked at, if not at the same time. */
  readonly silentAfter?: string;
  /** How often the rule is evaluated, if not each minute: for what comes after years, such as `30d`. */
  readonly every?: string;
  /** Labels of the reported alert that come from its series. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The rule of one alert in the tree, for cases that hold for each workload. */
export interface Subject {
  readonly alert: string;
  readonly expression: string;
  readonly unit: string;
  readonly namespace: string;
  /** The product, or `platform`. */
  readonly owner: string;
}

export type AlertCases = Readonly<Record<string, (subject: Subject) => AlertCase>>;

/** The cases of all alerts, which stand beside the tests. */
export interface Cases {
  readonly alertCases: AlertCases;
  /** Alerts that cannot be silent. */
  readonly alwaysFiring: readonly string[];
  /** The series of a cluster on which all is well. */
  readonly atRest: (cluster: string) => Series;
}

/** A constant for so many minutes. */
export function steady(value: number, minutes = 60): string {
  return `${value}x${minutes}`;
}

/** A counter that grows so much a minute. */
export function growing(perMinute: number, minutes = 60): string {
  return `0+${perMinute}x${minutes}`;
}

/** Prometheus reads kube-state-metrics, which knows all objects: what has no series there does not exist. */
export const OBJECTS_KNOWN: Series = { 'up{job="kube-state-metrics"}': steady(1, 200) };

/** A counter that appears with its first event, after so many minutes, and does not grow any more. */
export function bornWithEvent(after: number, minutes = 60): string {
  return `_x${after} 1x${minutes}`;
}

/** The first number that the rule compares with. */
export function threshold({ alert, expression }: Subject): number {
  const [, number] = expression.match(/ [<>]=? (\d+(?:\.\d+)?)/) ?? [];
  if (number === undefined) throw new Error(`${alert}: its expression compares with no number.`);
  return Number(number);
}
