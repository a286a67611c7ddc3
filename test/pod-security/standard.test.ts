import { describe, expect, it } from 'vitest';
import { podToJudge } from '../../scripts/pod-security/pod-fields.ts';
import { podSecurityMistakes, violationsOf } from '../../scripts/pod-security/standard.ts';

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

describe('by the version of the policy', () => {
  const said = (level: 'baseline' | 'restricted', judged: object, minor: number) =>
    violationsOf(level, podToJudge(judged), minor).map(({ says }) => says);

  it.each([
    ['a sysctl', 31, 32, ofPod({ sysctls: [{ name: 'net.ipv4.tcp_rmem', value: '1' }] })],
    ['a type of SELinux', 30, 31, ofPod({ seLinuxOptions: { type: 'container_engine_t' } })],
    [
      'root that is nobody on the node',
      34,
      35,
      pod({}, { hostUsers: false, securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }),
    ],
  ])('%s is refused up to 1.%i, and taken from 1.%i on', (_, last, first, judged) => {
    expect(said('restricted', judged, last)).not.toEqual([]);
    expect(said('restricted', judged, first)).toEqual([]);
  });

  it('a probe of another host is refused from 1.34 on', () => {
    const judged = pod({ livenessProbe: { tcpSocket: { host: 'a', port: 80 } } });
    expect(said('baseline', judged, 33)).toEqual([]);
    expect(said('baseline', judged, 34)).not.toEqual([]);
  });

  it('Windows needs nothing that it does not have, from 1.25 on', () => {
    const judged = {
      spec: {
        os: { name: 'windows' },
        containers: [{ name: 'main', securityContext: { runAsNonRoot: true } }],
      },
    };
    expect(said('restricted', judged, 24)).not.toEqual([]);
    expect(said('restricted', judged, 25)).toEqual([]);
  });

  it('a volume of no kind is one of the pod alone', () => {
    expect(said('restricted', pod({}, { volumes: [{ name: 'scratch' }] }), 34)).toEqual([]);
  });

  it('nothing throws, whatever stands where', () => {
    for (const junk of [null, 1, 'a', [], [1], { 0: 1 }]) {
      const judged = {
        metadata: junk,
        spec: { containers: junk, volumes: junk, securityContext: junk, os: junk },
      };
      expect(() => said('restricted', judged, 35)).not.toThrow();
      expect(() =>
        said('restricted', pod({ securityContext: junk, ports: junk, lifecycle: junk }), 35),
      ).not.toThrow();
    }
  });
});
