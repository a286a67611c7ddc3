import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alertmanagerConfig } from '../../platform/components/monitoring/alertmanager-config.ts';
import { ruleFilesOf } from '../../scripts/prove-alerts/rule-files.ts';
import { liveFleet } from '../live-fleet.ts';
import { at } from '../manifest-reader.ts';

const { contextOf, fleet, ofKind, unitsOn, valuesOf } = liveFleet;
const clusters = fleet.clusters.map(({ name }) => name);
const monitoring = readFileSync('docs/monitoring.md', 'utf8');
const runbooks = readFileSync('docs/runbooks.md', 'utf8');

const has = (cluster: string, unit: string) => unitsOn(cluster).some(({ name }) => name === unit);

const rules = new Map(
  clusters.map((cluster) => [
    cluster,
    ruleFilesOf('dist', cluster).flatMap(({ groups }) => groups.flatMap((group) => group.rules)),
  ]),
);

function alertOn(cluster: string, name: string) {
  return rules.get(cluster)?.find(({ alert }) => alert === name);
}

/** The last number that a rule compares with. */
function bound(cluster: string, name: string): number {
  const [number] = alertOn(cluster, name)?.expr.match(/[\d.]+$/) ?? [];
  if (number === undefined) throw new Error(`${name} on ${cluster} ends with no number.`);
  return Number(number);
}

const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 24 * 3600 };
const seconds = (duration: unknown) =>
  Number.parseInt(String(duration), 10) * (UNITS[String(duration).slice(-1)] ?? 1);

describe.each(clusters)('a number of %s on which an alert or a document relies', (cluster) => {
  it('Prometheus says of which cluster an alert is, as no rule does: the titles of all messages show it', () => {
    const labels = at(valuesOf('kube-prometheus-stack', cluster), 'prometheus.prometheusSpec.externalLabels');
    expect(labels).toEqual({ cluster });
    expect(JSON.stringify(alertmanagerConfig(contextOf(cluster)))).toContain('.CommonLabels.cluster');
  });

  it('AlertmanagerMembersMissing wants as many members as there are', () => {
    const members = at(valuesOf('kube-prometheus-stack', cluster), 'alertmanager.alertmanagerSpec.replicas');
    expect(bound(cluster, 'AlertmanagerMembersMissing')).toBe(members);
    expect(alertOn(cluster, 'AlertmanagerMembersMissing')?.annotations.summary).toContain(`of ${members} `);
  });

  it('metrics are kept as long as docs/monitoring.md says', () => {
    const kept = at(valuesOf('kube-prometheus-stack', cluster), 'prometheus.prometheusSpec.retention');
    expect(monitoring).toContain(`Prometheus ${Number.parseInt(String(kept), 10)} days`);
  });

  it('the heartbeat comes more often than incident.io waits for it', () => {
    const [, minutes] = monitoring.match(/its interval is (\d+) minutes/) ?? [];
    const route = alertmanagerConfig(contextOf(cluster)).route.routes[0];
    expect(seconds(at(route, 'repeat_interval'))).toBeLessThan(Number(minutes) * 60);
  });

  it('a gateway has more pods at rest than GatewayReplicasLow wants, and can double them', () => {
    for (const name of ['istio-ingressgateway', 'istio-egressgateway', 'istio-eastwestgateway']) {
      if (!has(cluster, name)) continue;
      const scale = at(valuesOf(name, cluster), 'autoscaling');
      const [least, most] = [Number(at(scale, 'minReplicas')), Number(at(scale, 'maxReplicas'))];
      expect(at(scale, 'enabled'), name).toBe(true);
      expect(least, name).toBeGreaterThanOrEqual(2);
      // The loss of a zone, or of the other region, is not the moment to be at the maximum.
      expect(most, name).toBeGreaterThanOrEqual(2 * least);
      if (name === 'istio-ingressgateway') {
        expect(least).toBeGreaterThanOrEqual(bound(cluster, 'GatewayReplicasLow'));
      }
    }
  });

  it('a certificate of the mesh is renewed before its alert, and the alert comes before its end', () => {
    if (!has(cluster, 'istio-csr')) return;
    const tls = at(valuesOf('istio-csr', cluster), 'app.tls');
    const left = bound(cluster, 'MeshProxyCertificateExpiring');
    // A proxy asks for the next one after half of the time.
    expect(seconds(at(tls, 'certificateDuration')) / 2).toBeGreaterThan(left);
    const late = seconds(at(tls, 'istiodCertificateRenewBefore')) / 4;
    expect(late).toBeGreaterThan(seconds(alertOn(cluster, 'CertificateExpiring')?.for));
    expect(runbooks).toContain('two hours before that of istiod');
    expect(late).toBe(2 * 3600);
  });

  it('BackupMissing knows how often there is a backup', () => {
    const schedules = ofKind('Schedule').filter(
      (object) => object.cluster === cluster && object.unit.name === 'velero',
    );
    if (schedules.length === 0) return;
    expect(schedules.map(({ json }) => json.spec.schedule)).toEqual(['0 * * * *']);
    expect(alertOn(cluster, 'BackupMissing')?.expr).toContain('> 3600');
  });

  it('LongTermMetricsReadOnly says when the store takes no more', () => {
    const stores = ofKind('StatefulSet').filter(
      (object) => object.cluster === cluster && object.name === 'victoria-metrics',
    );
    for (const { json } of stores) {
      const [, free] = JSON.stringify(json).match(/minFreeDiskSpaceBytes=(\d+)GiB/) ?? [];
      expect(alertOn(cluster, 'LongTermMetricsReadOnly')?.annotations.description).toContain(`${free} GiB`);
    }
  });

  it('an alert on a store counts the nodes that it has', () => {
    for (const object of ofKind('StatefulSet').filter((found) => found.cluster === cluster)) {
      const rule = alertOn(cluster, 'RedisNodeMissing');
      if (rule?.labels.unit !== object.unit.name) continue;
      expect(bound(cluster, 'RedisNodeMissing')).toBe(object.json.spec.replicas);
      expect(bound(cluster, 'RedisNodesMissing')).toBe(object.json.spec.replicas - 1);
    }
  });
});
