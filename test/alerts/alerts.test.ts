import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ruleFilesOf } from '../../scripts/prove-alerts/rule-files.ts';
import { renderedClusters } from '../../scripts/synth/dist-index.ts';
import { frozenFleet } from '../fleet/frozen-fleet.ts';
import { liveFleet } from '../live-fleet.ts';
import { findAlertCases } from './cases.ts';

const alertCases = await findAlertCases();

const { fleet } = liveFleet;

const files = renderedClusters('dist').flatMap((cluster) => ruleFilesOf('dist', cluster));
const alerts = files.flatMap((file) =>
  file.groups.flatMap(({ rules }) =>
    rules.flatMap(({ alert, ...rule }) => (alert === undefined ? [] : [{ alert, file, ...rule }])),
  ),
);
const names = [...new Set(alerts.map(({ alert }) => alert))].sort();

/** Also those that no cluster of today has, such as of a node scaler that none uses: their code is still there. */
const known = new Set([
  ...names,
  ...frozenFleet
    .ofKind('PrometheusRule')
    .flatMap(({ json }): string[] =>
      json.spec.groups.flatMap(({ rules }: { rules: { alert?: string }[] }) =>
        rules.flatMap(({ alert }) => alert ?? []),
      ),
    ),
]);

describe('whoever is woken by an alert finds what to do', () => {
  const runbooks = readFileSync('docs/runbooks.md', 'utf8');
  const sections = runbooks.split(/^## /m).slice(1);

  it('each alert has a runbook, and each runbook an alert', () => {
    const titles = sections.map((section) => section.split('\n')[0] ?? '');
    expect(titles).toEqual(expect.arrayContaining(names));
    const left = titles.filter((title) => !known.has(title));
    expect(left, 'runbooks of alerts that no code has: take them out of docs/runbooks.md').toEqual([]);
  });

  it.each(sections.map((section) => [section.split('\n')[0], section]))(
    '%s says what users notice, where to look, what to do and when it is over',
    (_, section) => {
      for (const part of ['**Users:**', '**Look:**', '**Do:**', '**Over:**']) expect(section).toContain(part);
    },
  );

  it('the link of each alert leads to its heading, in the revision that the clusters run', () => {
    const { url, revision } = fleet.repository;
    for (const { alert, annotations } of alerts) {
      expect(annotations.runbook_url).toBe(
        `${url.replace('.git', '')}/blob/${revision}/docs/runbooks.md#${alert.toLowerCase()}`,
      );
      expect(runbooks).toContain(`\n## ${alert}\n`);
    }
  });

  it('the table in docs/monitoring.md lists each alert with its severity and time', () => {
    const monitoring = readFileSync('docs/monitoring.md', 'utf8');
    for (const name of names) {
      const rule = alerts.find(({ alert }) => alert === name);
      const row = monitoring.split('\n').find((line) => line.startsWith(`| [${name}](`)) ?? '';
      const cells = row.split('|').map((cell) => cell.trim());
      expect([name, cells[3], cells[4]]).toEqual([name, rule?.for ?? 'at once', rule?.labels.severity]);
    }
  });
});

describe('a message says all that whoever is woken has to know', () => {
  const dashboardsOf = (cluster: string) =>
    readdirSync(`dist/${cluster}/grafana/monitoring`).flatMap(
      (name) => /^configmap-dashboard-(.+)\.yaml$/.exec(name)?.[1] ?? [],
    );

  it('each alert leads to a dashboard that its cluster has, at a published address where there is one', () => {
    for (const { name, domain, terraform } of fleet.clusters) {
      const known = dashboardsOf(name);
      for (const { alert, annotations } of alerts.filter(({ file }) => file.cluster === name)) {
        expect(known, `${name}: ${alert}`).toContain(annotations.dashboard);
        expect(annotations.dashboard_url, `${name}: ${alert}`).toBe(
          terraform.ssoIssuerUrl === undefined
            ? undefined
            : `https://grafana.${domain}/d/${annotations.dashboard}`,
        );
      }
    }
  });

  it('that of a workload names the builds that run when it is written, and no build of today', () => {
    const own = alerts.filter(
      ({ file }) => file.partOf !== 'platform' && file.path.includes('/prometheusrule-'),
    );
    for (const { alert, annotations } of own.filter(({ annotations: { build } }) => build !== undefined)) {
      expect(annotations.build, alert).toMatch(
        /^\{\{ range query `count by \(image_spec\) \(kube_pod_container_info\{/,
      );
      expect(annotations.build, alert).not.toContain('sha256:');
    }
    for (const { alert } of own.filter(({ alert: name }) => /^(?:Workload|Service)/.test(name))) {
      expect(own.find((each) => each.alert === alert)?.annotations.build, alert).toBeDefined();
    }
  });

  it('Slack shows severity, namespace, unit, build, runbook and dashboard', () => {
    for (const { name } of fleet.clusters) {
      const values = readFileSync(`dist/values/${name}/kube-prometheus-stack.yaml`, 'utf8');
      for (const part of ['.Labels.severity', '.Labels.namespace', '.Labels.unit', '.Annotations.build'])
        expect(values, name).toContain(part);
      for (const part of ['.Annotations.runbook_url', '.Annotations.dashboard_url'])
        expect(values, name).toContain(part);
    }
  });

  it('links of Prometheus and Alertmanager begin with their published addresses', () => {
    for (const { name, domain, terraform } of fleet.clusters) {
      const values = readFileSync(`dist/values/${name}/kube-prometheus-stack.yaml`, 'utf8');
      for (const tool of ['prometheus', 'alertmanager']) {
        const link = `externalUrl: https://${tool}.${domain}`;
        expect(values.includes(link), `${name}: ${tool}`).toBe(terraform.ssoIssuerUrl !== undefined);
      }
    }
  });
});

describe('an alert reaches its team', () => {
  it('each has a severity, an owner and its unit (S3-74)', () => {
    for (const { alert, labels, file } of alerts) {
      expect(['critical', 'warning', 'info'], alert).toContain(labels.severity);
      expect([file.partOf, '{{ $labels.project }}'], alert).toContain(labels.owner);
      expect(labels.unit, alert).toBe(file.path.split('/')[1]);
    }
  });

  it('none states the cluster, which Prometheus adds by itself', () => {
    expect(alerts.filter(({ labels }) => 'cluster' in labels)).toEqual([]);
  });
});

describe('no alert is trusted that was never seen to fire', () => {
  it('each has a case that it reports and one that it does not, and no case is left over', () => {
    expect(Object.keys(alertCases)).toEqual(expect.arrayContaining(names));
    expect(Object.keys(alertCases).filter((name) => !known.has(name))).toEqual([]);
  });
});
