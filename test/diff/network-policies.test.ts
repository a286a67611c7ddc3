import { describe, expect, it } from 'vitest';
import { told } from './changed.ts';

describe('a policy of the network', () => {
  const pods = (name: string) =>
    `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: shop}, spec: {selector: {matchLabels: {app: ${name}}}, template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: c, image: "c:1"}]}}}}`;
  const deny =
    '{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny, namespace: shop}, spec: {podSelector: {}, policyTypes: [Ingress, Egress]}}';
  const admit =
    '{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: admit, namespace: shop}, spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}]}}';
  const home = '{apiVersion: v1, kind: Namespace, metadata: {name: shop}}';

  it('without rules opens nothing when it comes with the pods and the policy that does', () => {
    const found = told('', [home, pods('web'), deny, admit].join('\n---\n'));
    const saying = found.filter(({ reasons }) => /opens/.test(reasons)).map(({ object }) => object);
    expect(saying).toEqual(['NetworkPolicy admit']);
  });

  it('without rules closes nothing when it goes', () => {
    const found = told([pods('web'), deny, admit].join('\n---\n'), pods('web'), home);
    expect(found.find(({ object }) => object === 'NetworkPolicy deny')?.reasons).not.toMatch(/closes/);
  });

  it('opens nothing when it goes while others isolate the pods, whatever else opens at the same time', () => {
    const other = admit.replace('name: admit', 'name: other').replace('443', '5432');
    const wider = admit.replace('{port: 443}', '{port: 443}, {port: 80}');
    const found = told(
      [pods('web'), deny, admit, other].join('\n---\n'),
      [pods('web'), deny, wider].join('\n---\n'),
      home,
    );
    const reasonsOf = (name: string) =>
      found.find(({ object }) => object === `NetworkPolicy ${name}`)?.reasons;
    expect(reasonsOf('admit')).toMatch(/opens shop\/Deployment\/web → world TCP\/80/);
    expect(reasonsOf('other')).not.toMatch(/opens/);
    expect(reasonsOf('other')).toMatch(/closes shop\/Deployment\/web → world TCP\/5432/);
  });

  it('closes nothing when it comes where others isolate the pods already', () => {
    const other = admit.replace('name: admit', 'name: other').replace('443', '5432');
    const narrower = admit.replace('{port: 443}', '{port: 80}');
    const found = told(
      [pods('web'), deny, admit].join('\n---\n'),
      [pods('web'), deny, narrower, other].join('\n---\n'),
      home,
    );
    const reasonsOf = (name: string) =>
      found.find(({ object }) => object === `NetworkPolicy ${name}`)?.reasons;
    expect(reasonsOf('admit')).toMatch(/closes/);
    expect(reasonsOf('other')).not.toMatch(/closes/);
  });

  it('opens everything when the only one goes, and closes the rest when the first one comes', () => {
    const [opening] = told([pods('web'), admit].join('\n---\n'), pods('web'), home);
    expect(opening?.reasons).toMatch(/opens shop\/Deployment\/web → world/);
    const [closing] = told(pods('web'), [pods('web'), admit].join('\n---\n'), home);
    expect(closing?.reasons).toMatch(/closes shop\/Deployment\/web → world/);
  });
});
