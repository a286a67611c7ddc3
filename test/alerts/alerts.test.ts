import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ruleFilesOf } from '../../scripts/prove-alerts/rule-files.ts';
import { renderedClusters } from '../../scripts/synth/dist-index.ts';
import { fleet } from '../render-product.ts';
import { alertCases } from './cases.ts';

const files = renderedClusters('dist').flatMap((cluster) => ruleFilesOf('dist', cluster));
const alerts = files.flatMap((file) =>
  file.groups.flatMap(({ rules }) =>
    rules.flatMap(({ alert, ...rule }) => (alert === undefined ? [] : [{ alert, file, ...rule }])),
  ),
);
const names = [...new Set(alerts.map(({ alert }) => alert))].sort();

describe('whoever is woken by an alert finds what to do', () => {
  const runbooks = readFileSync('docs/runbooks.md', 'utf8');
  const sections = runbooks.split(/^## /m).slice(1);

  it('each alert has a runbook, and each runbook an alert', () => {
    expect(sections.map((section) => section.split('\n')[0]).sort()).toEqual(names);
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
    expect(Object.keys(alertCases).sort()).toEqual(names);
  });
});
