import { describe, expect, it } from 'vitest';
import { alertmanager, alertmanagerValues } from '../../../../platform/components/monitoring/alertmanager.ts';
import {
  alertmanagerConfig,
  ownersOn,
} from '../../../../platform/components/monitoring/alertmanager-config.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';

const { contextOf, fleet, ofKind } = frozenFleet;

const paging = fleet.clusters.filter(({ incidentIo }) => incidentIo !== undefined);
const quiet = fleet.clusters.filter(({ incidentIo }) => incidentIo === undefined);

describe('no token of a receiver stands in Git (S3-75)', () => {
  it.each(fleet.clusters)(
    '$name: each receiver reads its credentials from a file of the Secret',
    ({ name }) => {
      const secret = ofKind('ExternalSecret').find(
        (object) => object.cluster === name && object.name === 'alertmanager-receivers',
      );
      const keys = Object.keys(secret?.json.spec.target.template.data ?? {});
      const text = JSON.stringify(alertmanagerConfig(contextOf(name)));
      const files = [...text.matchAll(/"credentials_file":"([^"]+)"/g)].map(([, file]) => file);
      expect(new Set(files)).toEqual(
        new Set(keys.map((key) => `/etc/alertmanager/secrets/alertmanager-receivers/${key}`)),
      );
      expect(text).not.toMatch(/"(api_url_file|credentials|password|bearer_token)":/);
    },
  );
});

describe('who is called', () => {
  it('production pages, and each cluster has a heartbeat of its own', () => {
    expect(paging.map(({ environment }) => environment)).toEqual(paging.map(() => 'production'));
    const heartbeats = paging.map(({ incidentIo }) => incidentIo?.heartbeat);
    expect(new Set(heartbeats).size).toBe(heartbeats.length);
  });

  it.each(quiet)('$name calls nobody at night', ({ name }) => {
    expect(JSON.stringify(alertmanagerConfig(contextOf(name)))).not.toContain('incident');
  });

  it('a hub knows the teams of the clusters that it manages', () => {
    expect(ownersOn(contextOf('prod-japan'))).toEqual(expect.arrayContaining(['platform', 'streaming']));
    expect(ownersOn(contextOf('triptrip-staging'))).toContain('triptrip');
  });
});

describe('a critical alert mutes only what follows from it', () => {
  const { inhibit_rules: rules } = alertmanagerConfig(contextOf('prod-japan'));

  it('never the heartbeat, whose silence would call somebody', () => {
    for (const { target_matchers } of rules) expect(target_matchers).toContain('alertname!="Watchdog"');
  });

  it('never another critical one', () => {
    for (const { target_matchers } of rules) expect(target_matchers).toContain('severity=~"warning|info"');
  });

  it('of one unit, and not of all alerts that have none: absent labels are equal to each other', () => {
    expect(rules[0]?.source_matchers).toContain('unit=~".+"');
  });
});

describe('Alertmanager survives a zone', () => {
  const values = alertmanagerValues(contextOf('prod-japan'), 'gp3-encrypted');

  it('with three members in three zones, of which one may go at a time (S3-78)', () => {
    expect(values.alertmanagerSpec.replicas).toBe(3);
    expect(values.podDisruptionBudget).toEqual({ enabled: true, minAvailable: 2 });
    expect(values.alertmanagerSpec.topologySpreadConstraints[0]?.topologyKey).toBe(
      'topology.kubernetes.io/zone',
    );
  });

  it('members reach each other by TCP and UDP, and nothing inside but them', () => {
    const [policy] = alertmanager.pods?.(contextOf('prod-japan')) ?? [];
    const [gossip, outside] = policy?.egress ?? [];
    expect(gossip?.ports.map(({ protocol }) => protocol)).toEqual(['TCP', 'UDP']);
    expect(outside?.ports.map(({ port }) => port?.value)).toEqual([443]);
    expect(JSON.stringify(outside?.peers)).toContain('"except":["10.0.0.0/8"');
  });
});
