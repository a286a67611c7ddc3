import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeObject } from '../../prove-gatekeeper/tree.ts';
import { Applier } from '../api-servers/applier.ts';
import { applyInOrder } from '../api-servers/apply-in-order.ts';
import { reactionsTo } from '../api-servers/controllers.ts';
import type { Plan } from '../api-servers/plan.ts';
import type { Server } from '../api-servers/server.ts';
import { inventoriesOf } from '../chart-objects.ts';
import type { Finding, Part } from '../step.ts';
import { judgeCharts } from './charts.ts';
import { startGatekeeper } from './controller.ts';
import { installationOf, webhooksAt } from './installation.ts';
import { applyConstraints, applyTemplates, removeConstraints } from './policies.ts';
import { judgeSamples, namespacesOf, sampleConstraints, samplesFor } from './samples.ts';
import { until } from './until.ts';

const CONSTRAINTS = 'constraints.gatekeeper.sh/v1beta1';
const WEBHOOKS = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';

/** With this label nobody would judge what is in a namespace: only Gatekeeper's own may have it. */
const UNJUDGED: TreeObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'verify-unjudged', labels: { 'admission.gatekeeper.sh/ignore': 'yes' } },
};

/**
 * Installs Gatekeeper on the server of a cluster with its rules, and lets the API server ask it about the samples of each
 * rule, and then about everything that the cluster has.
 */
export async function proveCluster(
  plan: Plan,
  server: Server,
  { program, dist, logs }: { readonly program: string; readonly dist: string; readonly logs: string },
): Promise<Part> {
  const start = performance.now();
  const { cluster, applications } = plan;
  const { client } = server;
  const inventories = inventoriesOf(cluster, dist);
  const installation = installationOf(cluster, inventories);
  const objects = applications.flatMap(({ members }) => members.map(({ object }) => object));
  const templates = objects.filter(({ kind }) => kind === 'ConstraintTemplate');
  const constraints = objects.filter(({ apiVersion }) => apiVersion === CONSTRAINTS);
  const samples = samplesFor(templates);

  const applier = new Applier(client, cluster, reactionsTo);
  const apply = (own: readonly TreeObject[]) =>
    applier.applyAll(own.map((object) => ({ file: 'before the tree', object })));
  await apply([installation.namespace, ...namespacesOf(samples)].map(namespace));
  await apply(installation.access);
  const controller = await startGatekeeper(
    program,
    server,
    installation,
    join(logs, `${cluster}.gatekeeper.log`),
  );
  const policed = { client, running: controller };
  try {
    const findings: Finding[] = [...(await applyTemplates(policed, templates))];
    const ofSamples = sampleConstraints(constraints, samples);
    findings.push(...(await applyConstraints(policed, ofSamples)));
    const certificate = readFileSync(server.certificate.file, 'utf8');
    const webhooks = webhooksAt(installation, controller.address, certificate);
    const registered = await client.apply(`${WEBHOOKS}/${webhooks.metadata.name}`, webhooks);
    if (!registered.accepted) findings.push(found('the webhooks', registered.says));
    // The server asks a webhook as soon as it has heard of it, and this is refused from then on.
    await until(
      controller,
      async () => !(await client.create('/api/v1/namespaces', UNJUDGED, { dryRun: true })).accepted,
      'a namespace that nobody would judge is refused',
    );
    const judged = await judgeSamples(client, controller.review, samples);
    findings.push(...judged.findings);
    await removeConstraints(policed, ofSamples);

    findings.push(...(await applyConstraints(policed, constraints)));
    const before = applier.count;
    const pods = await applyInOrder(applier, plan, dist);
    const ofCharts = await judgeCharts(controller.review, { cluster, dist, inventories, objects });
    findings.push(...applier.findings, ...ofCharts.findings);
    return {
      name: cluster,
      seconds: Math.round((performance.now() - start) / 1000),
      counts: {
        rules: templates.length,
        constraints: constraints.length,
        'denied samples refused': judged.refused,
        'allowed samples taken': judged.allowed,
        'samples that only the webhook reads': judged.asked,
        objects: applier.count - before,
        pods,
        'objects of charts': ofCharts.count,
        warnings: applier.warnings.length,
      },
      findings,
      exceptions: [],
    };
  } finally {
    await controller.stop();
  }

  function found(what: string, says: string): Finding {
    return { where: cluster, what, says };
  }
}

function namespace(name: string): TreeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}
