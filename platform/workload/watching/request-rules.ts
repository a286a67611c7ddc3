import type { Alert, Rule } from '../../kit/alerting/alert.ts';
import { newBuildAlerts, newBuildRecordings } from './new-build-alerts.ts';
import { objectiveAlerts } from './objectives.ts';
import { type Asked, recorded, recordedOf, requestRecordings, SLOW } from './requests.ts';

type RequestRules = Readonly<Record<'requests' | 'objectives', readonly Rule[]>>;

/** What is recorded of the requests to a service, and when its team is alerted. */
export function requestRules(asked: Asked): RequestRules {
  return {
    requests: [...requestRecordings(asked), ...newBuildRecordings(asked)],
    objectives: [...requestAlerts(asked), ...newBuildAlerts(asked), ...objectiveAlerts(asked)],
  };
}

function requestAlerts(asked: Asked): readonly Alert[] {
  const { name } = asked.declaration;
  return [
    {
      alert: 'ServiceErrorRatioHigh',
      expression: `${recordedOf(asked, recorded.errorRatio, { window: '5m' })} > 0.05`,
      for: '3m',
      severity: 'critical',
      summary: `${name} answers more than 5 % of the requests with an error`,
      description: '{{ $value | humanizePercentage }} of the requests of the last five minutes got a 5xx.',
    },
    {
      alert: 'ServiceLatencyHigh',
      expression: `${recordedOf(asked, recorded.duration, { quantile: '0.95' })} > ${SLOW}`,
      for: '5m',
      severity: 'warning',
      summary: `${name} is slow: P95 above ${SLOW} s`,
      description: 'One request in twenty takes longer than {{ $value | humanizeDuration }}.',
    },
  ];
}
