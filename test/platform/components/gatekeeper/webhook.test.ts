import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gatekeeperAlerts } from '../../../../platform/components/gatekeeper/alerts.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { at } from '../../../manifest-reader.ts';
import { controlPlanePorts } from '../../control-plane-openings.ts';

const { fleet, unitsOn, valuesOf } = liveFleet;
const clusters = fleet.clusters
  .map(({ name }) => name)
  .filter((cluster) => unitsOn(cluster).some(({ name }) => name === 'gatekeeper'));

test('the API server reaches its webhook through the default deny', () => {
  expect(controlPlanePorts('gatekeeper')).toEqual([8443]);
});

describe.each(clusters)('on %s', (cluster) => {
  const values = valuesOf('gatekeeper', cluster);

  test('a pod starts though its judge is down, and only the exemption itself is kept closed, as docs/policies.md says', () => {
    expect(at(values, 'validatingWebhookFailurePolicy')).toBe('Ignore');
    expect(at(values, 'validatingWebhookCheckIgnoreFailurePolicy')).toBe('Fail');
    const document = readFileSync('docs/policies.md', 'utf8');
    expect(document).toMatch(/fails open \(`Ignore`\)/);
    expect(document).toMatch(/`check-ignore-label`, fails closed \(`Fail`\)/);
  });

  test('what slips through is found within a minute, as docs/policies.md says, and long before its alert', () => {
    const interval = Number(at(values, 'auditInterval'));
    expect(interval).toBeGreaterThan(0);
    expect(interval).toBeLessThanOrEqual(60);
    const stale = gatekeeperAlerts().find(({ alert }) => alert === 'GatekeeperAuditStale');
    const [, seconds] = stale?.expression.match(/> (\d+)$/) ?? [];
    // One that is late is no alert.
    expect(Number(seconds)).toBeGreaterThanOrEqual(3 * interval);
  });

  test('nothing is changed on the way', () => {
    expect(at(values, 'disableMutation')).toBe(true);
  });
});
