import type { Alert } from '../../kit/alerting/alert.ts';
import { type Asked, recorded, recordedOf, SLOW, type Window } from './requests.ts';

/** Percent of the requests in 30 days that must not fail, where a product says nothing (S1-34, S2-72; our choice). */
export const AVAILABILITY = 99.9;

/** Percent of the requests that must not be slow: the P95 of S2-84 as an objective. */
export const FAST = 95;

/** Two windows: the long one says that it matters, the short one that it is still going on. */
interface Burn {
  readonly long: Window;
  readonly short: Window;
  /** How many times faster than a pace at which it would just last for 30 days. */
  readonly speed: number;
}

/** 2 % of the budget in an hour, and 5 % in six (the numbers of Google's SRE workbook). */
const FAST_BURNS: readonly Burn[] = [
  { long: '1h', short: '5m', speed: 14.4 },
  { long: '6h', short: '30m', speed: 6 },
];

/** 10 % of the budget in a day, and in three. */
const SLOW_BURNS: readonly Burn[] = [
  { long: '1d', short: '2h', speed: 3 },
  { long: '3d', short: '6h', speed: 1 },
];

/** Alerts on how fast the error budget of a service is spent, over several windows (S2-72, S4-7). */
export function objectiveAlerts(asked: Asked): readonly Alert[] {
  const { name } = asked.declaration;
  const { availability } = asked;
  const errors = (burns: readonly Burn[]) =>
    burnsOf(asked, recorded.errorRatio, burns, (100 - availability) / 100);
  return [
    {
      alert: 'ServiceErrorBudgetBurnsFast',
      expression: errors(FAST_BURNS),
      severity: 'critical',
      summary: `${name} fails so often that its error budget of 30 days is gone within days`,
      description: `{{ $value | humanizePercentage }} of the requests fail; ${round(100 - availability)} % may, in 30 days.`,
    },
    {
      alert: 'ServiceErrorBudgetBurnsSlowly',
      expression: errors(SLOW_BURNS),
      severity: 'warning',
      summary: `${name} fails a little more often than its objective of ${availability} % allows`,
      description: `{{ $value | humanizePercentage }} of the requests fail; ${round(100 - availability)} % may, in 30 days.`,
    },
    {
      alert: 'ServiceLatencyBudgetBurns',
      expression: burnsOf(
        asked,
        recorded.slowRatio,
        [{ long: '6h', short: '30m', speed: 6 }],
        (100 - FAST) / 100,
      ),
      severity: 'warning',
      summary: `${name} is slow far more often than its objective allows`,
      description: `{{ $value | humanizePercentage }} of the requests take longer than ${SLOW} s; ${100 - FAST} % may.`,
    },
  ];
}

/** The ratio over the long window, if both are above the rate. */
function burnsOf(asked: Asked, metric: string, burns: readonly Burn[], budget: number): string {
  return burns
    .map(({ long, short, speed }) => {
      const threshold = round(budget * speed);
      const above = (window: Window) => `${recordedOf(asked, metric, { window })} > ${threshold}`;
      return `(${above(long)} and ignoring (window) ${above(short)})`;
    })
    .join(' or ignoring (window) ');
}

/** To a computer, 100 - 99.95 is 0.04999999999999716. */
function round(number: number): number {
  return Number(number.toPrecision(6));
}
