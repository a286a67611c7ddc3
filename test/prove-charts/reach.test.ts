import { describe, expect, it } from 'vitest';
import { permits } from '../../scripts/prove-charts/network.ts';
import { monitors } from '../../scripts/prove-charts/rules/monitors.ts';
import { webhooks } from '../../scripts/prove-charts/rules/webhooks.ts';
import {
  closed,
  deployment,
  monitor,
  policy,
  prometheus,
  readBy,
  said,
  service,
  smallState,
} from './small-state.ts';

describe('monitors of a chart', () => {
  // As the driver of EBS has them: a pod with a port for each container, and a monitor for each port.
  const ports = [3301, 3302, 3303, 3304, 3305];
  const driver = [
    deployment('driver', { ports: ports.map((containerPort) => ({ containerPort })) }),
    ...ports.flatMap((port) => [
      service(`driver-${port}`, [{ name: 'metrics', port, targetPort: port }], { app: 'driver' }),
      monitor(`driver-${port}`, { targetPort: port }),
    ]),
  ];

  it('are read where every port is open', async () => {
    expect(
      await said(monitors, { chart: driver, ours: [prometheus, closed, readBy('driver', ...ports)] }),
    ).toEqual([]);
  });

  it.each(ports)(
    'stay silent at port %i where nobody has opened it, and the finding says so',
    async (port) => {
      const open = ports.filter((other) => other !== port);
      expect(
        await said(monitors, { chart: driver, ours: [prometheus, closed, readBy('driver', ...open)] }),
      ).toEqual([
        `demo: ServiceMonitor demo/driver-${port}: Prometheus does not get in to port ${port} of Deployment demo/driver.`,
      ]);
    },
  );

  it('read nothing where no container declares the port', async () => {
    const other = deployment('driver', { ports: [{ containerPort: 1 }] });
    const chart = [
      other,
      service('driver', [{ name: 'metrics', port: 80, targetPort: 'metrics' }]),
      monitor('driver', { port: 'metrics' }),
    ];
    expect((await said(monitors, { chart, ours: [prometheus] })).join()).toContain(
      'declares its port metrics',
    );
  });

  it('follow the name of a port from the Service to the container', async () => {
    const named = deployment('driver', { ports: [{ name: 'http', containerPort: 8080 }] });
    const chart = [
      named,
      service('driver', [{ name: 'metrics', port: 80, targetPort: 'http' }]),
      monitor('driver', { port: 'metrics' }),
    ];
    expect(await said(monitors, { chart, ours: [prometheus, closed, readBy('driver', 8080)] })).toEqual([]);
    expect(await said(monitors, { chart, ours: [prometheus, closed, readBy('driver', 80)] })).not.toEqual([]);
  });

  it('that select nothing are told', async () => {
    expect(await said(monitors, { chart: [monitor('driver', { port: 'metrics' })] })).toEqual([
      'demo: ServiceMonitor demo/driver: It selects no Service: nothing is read.',
    ]);
  });

  it('need the way out of Prometheus as well', async () => {
    const out = policy('default-deny-all', { podSelector: {}, policyTypes: ['Egress'] }, 'monitoring');
    const found = await said(monitors, {
      chart: driver,
      ours: [prometheus, out, closed, readBy('driver', ...ports)],
    });
    expect(found).toHaveLength(ports.length);
    expect(found[0]).toContain('Prometheus does not get out to port 3301');
  });
});

describe('what the API server calls', () => {
  const webhook = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'demo' },
    webhooks: [{ name: 'a.demo', clientConfig: { service: { name: 'demo', namespace: 'demo' } } }],
  };
  const conversion = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.demo.example' },
    spec: {
      conversion: {
        strategy: 'Webhook',
        webhook: { clientConfig: { service: { name: 'demo', namespace: 'demo', port: 443 } } },
      },
    },
  };
  const api = {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1.demo' },
    spec: { service: { name: 'demo', namespace: 'demo' } },
  };
  const pods = deployment('demo', { ports: [{ name: 'hook', containerPort: 9443 }] });
  const called = service('demo', [{ port: 443, targetPort: 'hook' }]);
  const letIn = (port: number, ...cidrs: readonly string[]) =>
    policy('allow-demo', {
      podSelector: { matchLabels: { app: 'demo' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ port, protocol: 'TCP' }] }],
    });
  const all = ['10.0.9.0/28', '10.0.9.16/28'];

  it.each([webhook, conversion, api])('$kind: gets an answer from all of its subnets', async (object) => {
    const chart = [object, pods, called];
    expect(await said(webhooks, { chart, ours: [closed, letIn(9443, ...all)] })).toEqual([]);
    // The port of the Service is not the one that a policy is about.
    for (const shut of [letIn(443, ...all), letIn(9443, '10.0.9.0/28')]) {
      expect((await said(webhooks, { chart, ours: [closed, shut] })).join()).toContain(
        'The API server does not get in to port 9443 of Deployment demo/demo',
      );
    }
  });

  it('is told where the Service, its port or its pods are missing', async () => {
    expect((await said(webhooks, { chart: [webhook] })).join()).toContain('which nothing makes');
    expect((await said(webhooks, { chart: [webhook, called] })).join()).toContain('which selects no pod');
    expect((await said(webhooks, { chart: [webhook, deployment('demo'), called] })).join()).toContain(
      'which no container declares',
    );
    expect((await said(webhooks, { chart: [webhook, service('demo', [{ port: 80 }])] })).join()).toContain(
      'which has no such port',
    );
  });
});

describe('a NetworkPolicy closes', () => {
  const rule = { to: [{ ipBlock: { cidr: '10.1.0.0/16' } }] };
  const pod = { namespace: 'demo', labels: {}, hostNetwork: false, ports: [] };

  // As the API server fills in what is left out, or empty.
  it.each([
    ['nothing of types and rules', {}, ['ingress']],
    ['no types', { policyTypes: [], ingress: [] }, ['ingress']],
    ['null for types', { policyTypes: null, egress: [rule] }, ['ingress', 'egress']],
    ['no types, and no rule for egress', { policyTypes: [], egress: [] }, ['ingress']],
    ['an empty list of rules for egress alone', { egress: [] }, ['ingress']],
    ['no types, and a rule for egress', { policyTypes: [], egress: [rule] }, ['ingress', 'egress']],
    ['a type and no rule', { policyTypes: ['Egress'] }, ['egress']],
    [
      'a rule of a direction that is none of its types',
      { policyTypes: ['Ingress'], egress: [rule] },
      ['ingress'],
    ],
  ])('where it says %s', (_, said, closed) => {
    const state = smallState({ ours: [policy('some', { podSelector: {}, ...said })] });
    const shut = (['ingress', 'egress'] as const).filter(
      (direction) => !permits(state, pod, direction, { cidr: '10.2.0.0/16' }, 443),
    );
    expect(shut).toEqual(closed);
  });
});
