import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { loadFleet } from '../../clusters/index.ts';
import { OWN_EXEMPTIONS, readExemptions } from '../check/waivers/exemption.ts';
import { readTrees } from '../cluster-model/cluster.ts';
import { implement } from '../command-line/command.ts';
import { reportOf } from '../report/data/gather.ts';
import { planned, plannedTopologies, withTopologies } from '../report/data/planned.ts';
import type { Report } from '../report/data/report.ts';
import { PRINTED } from '../report/page/print.ts';
import { writeReport } from '../report/write.ts';
import { fleetUnits } from '../synth/units.ts';
import { browserPath, startBrowser } from './browser.ts';
import { byKeyboard } from './keyboard.ts';
import { syntheticTrees } from './synthetic.ts';
import { syntheticTopology } from './synthetic-topology.ts';
import { inTopology } from './topology.ts';
import { reportProve } from './usage.ts';
import { lookAt, visit } from './walk.ts';

/** Workloads of the cluster whose topology is looked at. */
const LARGE_CLUSTER = 2_000;

export const main = implement(reportProve, async ({ options: { chrome, out } }) => {
  const pictures = out ?? join('.cache', 'report-pictures');
  const browser = await startBrowser(browserPath(chrome, process.env));
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  const found: string[] = [];
  try {
    console.log(`Chromium ${browser.version()}`);
    for (const [name, report] of Object.entries({ fleet: await ownReport(), large: await largeReport() })) {
      const place = join(folder, name);
      await writeReport(report, place);
      const { mistakes, figures } = await prove(browser, report, place, join(pictures, name));
      found.push(...mistakes.map((mistake) => `${name}: ${mistake}`));
      console.log(
        `${name}: ${report.fleet.clusters.length} clusters, ${report.fleet.workloads.length} workloads: ${[`${mistakes.length} mistakes`, ...figures].join(', ')}`,
      );
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const mistake of found) console.error(mistake);
  console.log(`Pictures: ${pictures}`);
  return found.length === 0 ? 0 : 1;
});

async function ownReport(): Promise<Report> {
  const fleet = loadFleet();
  const trees = readTrees(['dist']);
  const report = reportOf({
    source: 'dist',
    trees,
    clusters: fleet.clusters,
    exemptions: readExemptions(OWN_EXEMPTIONS),
    links: { local: '.' },
  });
  return withTopologies(report, await plannedTopologies(trees, fleet, fleetUnits(fleet)));
}

async function largeReport(): Promise<Report> {
  const trees = syntheticTrees(100, 100);
  const links = { local: '.' };
  const report = reportOf({ source: 'synthetic', trees, clusters: [], exemptions: [], links });
  const [first] = report.clusters;
  if (first === undefined) return report;
  return withTopologies(report, await planned([syntheticTopology(first.name, LARGE_CLUSTER)]));
}

/** What is wrong with the page of a report in a browser, and how fast it is there. */
async function prove(
  browser: Browser,
  report: Report,
  folder: string,
  pictures: string,
): Promise<{ readonly mistakes: readonly string[]; readonly figures: readonly string[] }> {
  const [cluster] = report.fleet.clusters;
  const workload = report.fleet.workloads.find(({ kind }) => kind === 'Deployment');
  if (cluster === undefined || workload === undefined) {
    return { mistakes: ['there is nothing to look at'], figures: [] };
  }
  const views = [
    '',
    'workloads',
    'capacity',
    'autoscalers',
    'versions',
    'findings',
    'changes',
    `clusters/${cluster.name}`,
    `clusters/${cluster.name}/capacity`,
    `clusters/${cluster.name}/topology`,
    `clusters/${cluster.name}/objects`,
    `clusters/${workload.cluster}/workload/${workload.namespace}/Deployment/${workload.name}`,
  ];
  const found = await lookAt(browser, folder, views, pictures);
  const at = await visit(browser, folder, 'light', 'wide');
  await byKeyboard(at, workload.name);
  for (const { topology } of report.clusters.slice(0, 1)) if (topology) await inTopology(at, topology);
  const own = report.fleet.workloads.filter(
    (each) => each.cluster === cluster.name && each.kind === 'Deployment',
  );
  await at.goTo('workloads');
  const start = Date.now();
  await at.goTo(`workloads?cluster=${cluster.name}&kind=Deployment`);
  at.mistakes.measure(`to filter takes ${Date.now() - start} ms`);
  const told = (await at.page.locator('.filters output').textContent()) ?? '';
  at.mistakes.expect(
    told.startsWith(`${own.length} of `),
    `a filter for ${own.length} workloads leaves: ${told}`,
  );
  await at.goTo('workloads');
  const printed = await at.page.evaluate(() => {
    dispatchEvent(new Event('beforeprint'));
    const rows = document.querySelectorAll('tbody tr').length;
    dispatchEvent(new Event('afterprint'));
    return rows;
  });
  const wanted = Math.min(report.fleet.workloads.length, PRINTED);
  at.mistakes.expect(printed === wanted, `of ${wanted} rows to print there are ${printed}`);
  writeFileSync(join(pictures, 'workloads.pdf'), await at.page.pdf({ format: 'A4', landscape: true }));
  await at.page.context().close();
  return { mistakes: [...found, ...at.mistakes.found], figures: at.mistakes.figures };
}
