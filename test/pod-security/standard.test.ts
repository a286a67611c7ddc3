import { describe, expect, it } from 'vitest';
import { podSecurityMistakes } from '../../scripts/pod-security/standard.ts';

const hardened = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

function pod(container: object = {}, spec: object = {}) {
  return {
    metadata: {},
    spec: {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ name: 'main', securityContext: hardened, ...container }],
      ...spec,
    },
  };
}

const withContext = (context: object) => pod({ securityContext: { ...hardened, ...context } });
const ofPod = (context: object) =>
  pod(
    {},
    { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' }, ...context } },
  );

describe('baseline', () => {
  it.each([
    ['the network of the node', pod({}, { hostNetwork: true })],
    ['the processes of the node', pod({}, { hostPID: true })],
    ['the memory of the node', pod({}, { hostIPC: true })],
    ['a folder of the node', pod({}, { volumes: [{ name: 'a', hostPath: { path: '/' } }] })],
    ['a port of the node', pod({ ports: [{ containerPort: 80, hostPort: 80 }] })],
    ['a privileged container', withContext({ privileged: true })],
    ['a capability', withContext({ capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } })],
    ['all of /proc', withContext({ procMount: 'Unmasked' })],
    ['a probe of another host', pod({ livenessProbe: { httpGet: { host: '169.254.169.254', port: 80 } } })],
    ['a hook to another host', pod({ lifecycle: { preStop: { tcpSocket: { host: 'a', port: 80 } } } })],
    ['a host process', withContext({ windowsOptions: { hostProcess: true } })],
    ['no seccomp', withContext({ seccompProfile: { type: 'Unconfined' } })],
    ['no AppArmor', ofPod({ appArmorProfile: { type: 'Unconfined' } })],
    ['a type of SELinux', withContext({ seLinuxOptions: { type: 'spc_t' } })],
    ['a sysctl', ofPod({ sysctls: [{ name: 'kernel.msgmax', value: '1' }] })],
    [
      'no AppArmor by an annotation',
      {
        ...pod(),
        metadata: { annotations: { 'container.apparmor.security.beta.kubernetes.io/main': 'unconfined' } },
      },
    ],
  ])('refuses %s, as restricted does, and privileged does not', (_, judged) => {
    expect(podSecurityMistakes('baseline', judged)).not.toEqual([]);
    expect(podSecurityMistakes('restricted', judged)).not.toEqual([]);
    expect(podSecurityMistakes('privileged', judged)).toEqual([]);
  });
});

describe('restricted', () => {
  it('accepts a hardened pod', () => {
    expect(podSecurityMistakes('restricted', pod())).toEqual([]);
    expect(
      podSecurityMistakes(
        'restricted',
        withContext({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } }),
      ),
    ).toEqual([]);
  });

  it.each([
    ['escalation', pod({ securityContext: { capabilities: { drop: ['ALL'] } } })],
    ['capabilities that nobody drops', pod({ securityContext: { allowPrivilegeEscalation: false } })],
    ['a capability that baseline allows', withContext({ capabilities: { drop: ['ALL'], add: ['CHOWN'] } })],
    ['root by default', ofPod({ runAsNonRoot: undefined })],
    ['root for one container', withContext({ runAsNonRoot: false })],
    ['the user 0', withContext({ runAsUser: 0 })],
    ['a pod without a profile of seccomp', ofPod({ seccompProfile: undefined })],
    ['a disk of the network', pod({}, { volumes: [{ name: 'a', nfs: { server: 'a', path: '/' } }] })],
    ['a container that starts first', pod({}, { initContainers: [{ name: 'first' }] })],
  ])('refuses %s, which baseline accepts', (_, judged) => {
    expect(podSecurityMistakes('restricted', judged)).not.toEqual([]);
    expect(podSecurityMistakes('baseline', judged)).toEqual([]);
  });
});
