import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, listAt, textAt } from '../../state/read.ts';
import type { Workload } from '../../state/workload.ts';
import { deployment } from '../sample-workloads.ts';
import { policyOf } from './effective-policy.ts';

/** Sockets with which one starts any container on the node. */
const SOCKET =
  /\/(?:docker|containerd|crio|cri-dockerd|podman)\.sock$|^\/(?:var\/)?run\/(?:docker|containerd|crio)\/?$/;
/** Folders of the node that are the node. */
const ROOT =
  /^\/(?:etc|root|boot|usr|bin|sbin|home|var\/lib\/kubelet|var\/lib\/docker|etc\/kubernetes.*)?\/?$/;

/** What is root on the node, where no level of Pod Security says no. */
export const hostAccess: ClusterRule = {
  id: 'host-access',
  severity: 'warning',
  summary:
    'An application that is root on its node: privileged, in its namespaces, or with its files or its container runtime',
  breaks: 'Whoever takes the container over has the node, and the Secrets of every pod on it.',
  pitfalls: ['X-28'],
  failing: deployment('web', { container: 'securityContext: { privileged: true }' }),
  passing: deployment('web', { container: 'securityContext: { privileged: false }' }),
  *judge(state) {
    for (const workload of state.workloads) {
      const { resource, namespace, isMade } = workload;
      const policy = policyOf(state, namespace, 'enforce');
      // Where a level is enforced, it speaks for itself; agents of the node are DaemonSets.
      if (isMade || resource.isExtract || (policy !== undefined && policy.level !== 'privileged')) continue;
      const isAgent = workload.kind === 'DaemonSet' || namespace === 'kube-system';
      for (const said of judge(workload))
        yield isAgent || isChosen(state, workload) ? { ...said, severity: 'info' } : said;
    }
  },
};

/** A namespace that is expressly for such pods. */
function isChosen(state: ClusterState, { namespace }: Workload): boolean {
  return policyOf(state, namespace, 'enforce')?.level === 'privileged';
}

function* judge({ resource, containers, spec, specPath }: Workload): Iterable<Said> {
  for (const { name, value, path } of containers) {
    if (at(value, 'securityContext', 'privileged') !== true) continue;
    yield {
      resource,
      path: [...path, 'securityContext', 'privileged'],
      message: `The container ${name} is privileged: root in it is root on the node.`,
      fix: 'Leave privileged out, and add the one capability that is needed.',
    };
  }
  for (const field of ['hostPID', 'hostIPC', 'hostNetwork']) {
    if (spec[field] !== true) continue;
    yield {
      resource,
      path: [...specPath, field],
      message: `Its pods are in the node's own ${field === 'hostNetwork' ? 'network, where no NetworkPolicy holds' : field === 'hostPID' ? 'processes, and may read their memory' : 'shared memory'} (${field}).`,
      fix: `Leave ${field} out.`,
    };
  }
  for (const [index, volume] of listAt(spec, 'volumes').entries()) {
    const hostPath = textAt(volume, 'hostPath', 'path');
    if (hostPath === undefined || !(SOCKET.test(hostPath) || ROOT.test(hostPath))) continue;
    yield {
      resource,
      path: [...specPath, 'volumes', index, 'hostPath'],
      message: SOCKET.test(hostPath)
        ? `With ${hostPath} it starts any container on the node, as root.`
        : `It has ${hostPath} of the node.`,
      fix: 'Leave the volume out; mount the one file that is needed, read-only.',
    };
  }
}
