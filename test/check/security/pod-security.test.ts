import { describe, expect, it } from 'vitest';
import { podSecurity } from '../../../scripts/check/rules/security/pod-security.ts';
import { findingsIn } from '../findings-in.ts';

const namespace = (labels: string) => `
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled, ${labels} } }
`;
const mesh = (cni: boolean) => `
---
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: mesh, namespace: istio-system }
spec: { profile: default, values: { pilot: { cni: { enabled: ${cni} } } } }
`;
const pod = (spec = '') => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault }${spec} }
      containers: [{ name: web, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } } }]
`;
const enforce = (level: string) => `pod-security.kubernetes.io/enforce: ${level}`;
const said = (manifests: string) => findingsIn(manifests, podSecurity).map(({ message }) => message);

describe('the pod is judged as the injector leaves it', () => {
  it.each(['baseline', 'restricted'])('what sets its network up is refused at %s', (level) => {
    expect(said(mesh(false) + namespace(enforce(level)) + pod()).join()).toContain('istio-init');
  });

  it('with an agent on the nodes nothing is', () => {
    expect(said(mesh(true) + namespace(enforce('restricted')) + pod())).toEqual([]);
  });
});

describe('the labels of the namespace', () => {
  const sysctl = ', sysctls: [{ name: net.ipv4.tcp_rmem, value: "1" }]';

  it('say the version of the policy', () => {
    const pinned = (version: string) =>
      `${enforce('restricted')}, pod-security.kubernetes.io/enforce-version: ${version}`;
    expect(said(namespace(pinned('v1.31')) + pod(sysctl))).toHaveLength(1);
    expect(said(namespace(pinned('v1.32')) + pod(sysctl))).toEqual([]);
    expect(said(namespace(pinned('latest')) + pod(sysctl))).toEqual([]);
  });

  it('refuse nothing where they only warn', () => {
    expect(said(mesh(false) + namespace('pod-security.kubernetes.io/warn: restricted') + pod())).toEqual([]);
  });
});
