import { describe, expect, it } from 'vitest';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { controlPlanePorts } from '../../control-plane-openings.ts';

it('the API server reaches its webhook through the default deny', () => {
  expect(controlPlanePorts('external-secrets')).toEqual([10250]);
});

describe('no store of secrets can be shared between products (X-106)', () => {
  it('because the controller has no role of its own and looks at nothing that spans namespaces', () => {
    const values = frozenFleet.valuesOf('external-secrets', 'prod-japan');
    expect(JSON.stringify(values)).not.toContain('role-arn');
    expect(values.processClusterStore).toBe(false);
    expect(values.processClusterExternalSecret).toBe(false);
    expect(liveFleet.ofKind('ClusterSecretStore')).toEqual([]);
  });
});
