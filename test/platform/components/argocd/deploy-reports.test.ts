import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { applicationName, deployStatus } from '../../../../platform/components/argocd/address.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { at, every, one, textAt } from '../../../manifest-reader.ts';

const { fleet, rendered, renderUnit, valuesOf, unitsOn } = liveFleet;
const before = fleet.clusters.filter(({ environment }) => environment !== 'production');
const hubs = [...new Set(before.map(({ hub }) => hub))];

const SUBSCRIPTION = /^notifications\.argoproj\.io\/subscribe\.([^.]+)\.([^.]+)$/;

/** The subscriptions of an Application, each a trigger and a service. */
function subscriptionsOf(json: unknown): readonly { trigger: string; service: string }[] {
  const annotations = at(json, 'metadata.annotations');
  if (typeof annotations !== 'object' || annotations === null) return [];
  return Object.keys(annotations).flatMap((key) => {
    const [, trigger, service] = SUBSCRIPTION.exec(key) ?? [];
    return trigger === undefined || service === undefined ? [] : [{ trigger, service }];
  });
}

const applications = rendered().filter(({ kind }) => kind === 'Application');

it('every workload before production is reported, or its build never gets there; nothing else is', () => {
  for (const { json, cluster } of applications) {
    const unit = unitsOn(cluster).find(({ name }) => applicationName(cluster, name) === json.metadata.name);
    const runsBuilds = unit?.workloads !== undefined || unit?.images !== undefined;
    const expected = runsBuilds && before.some(({ name }) => name === cluster);
    expect(subscriptionsOf(json).length > 0, json.metadata.name).toBe(expected);
  }
});

describe.each(hubs)('the Argo CD of %s', (hub) => {
  const values = valuesOf('argocd', hub);
  const managed = fleet.clusters.filter((cluster) => cluster.hub === hub).map(({ name }) => name);
  const own = applications.filter(({ cluster }) => managed.includes(cluster));

  it('knows the trigger, the template and the service of every subscription', () => {
    const found = own.flatMap(({ json }) => subscriptionsOf(json));
    expect(found.length).toBeGreaterThan(0);
    for (const { trigger, service } of found) {
      const conditions = parse(textAt(values, `notifications.triggers["trigger.${trigger}"]`));
      expect(at(values, `notifications.notifiers["service.${service}"]`)).toBeTypeOf('string');
      for (const template of conditions.flatMap(({ send }: { send: readonly string[] }) => send)) {
        const text = textAt(values, `notifications.templates["template.${template}"]`);
        expect(at(parse(text), service), template).toBeDefined();
      }
    }
  });

  it('reports only what is synced and healthy, each commit once, under the name that the promotion asks for', () => {
    const [condition] = parse(textAt(values, 'notifications.triggers["trigger.deployed"]'));
    expect(condition.when).toContain("operationState.phase == 'Succeeded'");
    expect(condition.when).toContain("health.status == 'Healthy'");
    expect(condition.oncePer).toBe('app.status.operationState.syncResult.revision');
    const template = parse(textAt(values, 'notifications.templates["template.deployed"]'));
    expect(template.github.status).toEqual({
      state: 'success',
      label: deployStatus('{{.app.metadata.name}}'),
    });
    // Without it the status goes to the commit that was compared last, which may not be synced yet.
    expect(template.github.revisionPath).toContain('.syncResult.revision');
  });

  it('finds each key of the App in the Secret that it mounts', () => {
    const secret = textAt(values, 'notifications.secret.name');
    expect(at(values, 'notifications.secret.create')).toBe(false);
    const external = one(renderUnit('deploy-reports', hub), 'ExternalSecret', secret);
    const keys = [...textAt(values, 'notifications.notifiers["service.github"]').matchAll(/\$([\w-]+)/g)];
    expect(keys.length).toBeGreaterThan(0);
    for (const [, key] of keys) {
      expect(at(external, `spec.target.template.data["${key}"]`), key).toBeTypeOf('string');
    }
  });

  it('lets the controller reach GitHub, and the repository server', () => {
    const policies = every(renderUnit('argocd', hub), 'NetworkPolicy');
    const controller = policies.find(
      (policy) => at(policy, 'metadata.name') === 'allow-argocd-notifications-controller',
    );
    expect(JSON.stringify(at(controller, 'spec.egress'))).toContain('"port":443');
    const server = policies.find((policy) => at(policy, 'metadata.name') === 'allow-argocd-repo-server');
    expect(JSON.stringify(at(server, 'spec.ingress'))).toContain('argocd-notifications-controller');
  });
});

it('where only production is managed nothing reports, and no key of GitHub is there but on what may have to manage itself', () => {
  for (const { name, environment } of fleet.clusters) {
    const units = unitsOn(name).map((unit) => unit.name);
    const wanted = hubs.includes(name) || environment !== 'production';
    expect(units.includes('deploy-reports'), name).toBe(wanted);
    if (units.includes('argocd') && !hubs.includes(name)) {
      expect(at(valuesOf('argocd', name), 'notifications')).toEqual({ enabled: false });
    }
  }
});
