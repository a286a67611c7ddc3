import { describe, expect, it } from 'vitest';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, every, listAt, one } from '../../../manifest-reader.ts';

const { clusterOf, fleet, renderUnit } = frozenFleet;

const POD = 'spec.jobTemplate.spec.template.spec';

describe('a node that drifts from the CIS benchmark is found within a week (S0-22)', () => {
  it.each(fleet.clusters)('$name: one check for each group that always has a node', ({ name }) => {
    const groups = Object.entries(clusterOf(name).terraform.nodeGroups)
      .filter(([, { minSize }]) => minSize > 0)
      .map(([group]) => group);
    expect(groups).not.toEqual([]);
    const checks = every(renderUnit('kube-bench', name), 'CronJob');
    const checked = checks.map((check) =>
      at(
        check,
        `${POD}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values[0]`,
      ),
    );
    expect(checked).toEqual(groups);
    for (const check of checks) {
      expect(at(check, 'spec.schedule')).toBe('0 18 * * 0');
      expect(at(check, 'spec.concurrencyPolicy')).toBe('Forbid');
      expect(at(check, `${POD}.tolerations`)).toEqual([{ operator: 'Exists' }]);
      expect(at(check, `${POD}.containers[0].command`)).toEqual(
        expect.arrayContaining(['--targets', 'node', '--benchmark', 'eks-1.8.0']),
      );
    }
  });

  it('a group that may be empty has none: the check would start a node each week', () => {
    const { nodeGroups } = clusterOf('triptrip-production').terraform;
    expect(nodeGroups['gpu-1a']?.minSize).toBe(0);
    const names = every(renderUnit('kube-bench', 'triptrip-production'), 'CronJob').map((check) =>
      at(check, 'metadata.name'),
    );
    expect(names).not.toContain('kube-bench-gpu-1a');
  });

  it('a pool of Karpenter is known by its own label', () => {
    const check = one(renderUnit('kube-bench', 'prod-japan'), 'CronJob', 'kube-bench-general');
    const path = `${POD}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`;
    expect(listAt(check, path).map((term) => at(term, 'matchExpressions[0].key'))).toEqual([
      'eks.amazonaws.com/nodegroup',
      'karpenter.sh/nodepool',
    ]);
  });
});

describe('whoever takes over the check gets nothing but settings of one node', () => {
  const check = one(renderUnit('kube-bench', 'triptrip-production'), 'CronJob', 'kube-bench-general-1a');

  it('not the Secrets of its pods, which lie in the folder of the kubelet', () => {
    const paths = listAt(check, `${POD}.volumes`).map((volume) => at(volume, 'hostPath.path'));
    expect(paths).toEqual(['/var/lib/kubelet/kubeconfig', '/etc/kubernetes', '/etc/systemd']);
  });

  it('no way to write, no capability, no token', () => {
    for (const mount of listAt(check, `${POD}.containers[0].volumeMounts`)) {
      expect(at(mount, 'readOnly')).toBe(true);
    }
    expect(at(check, `${POD}.containers[0].securityContext`)).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
    expect(at(check, `${POD}.automountServiceAccountToken`)).toBe(false);
    expect(at(check, `${POD}.hostNetwork`)).toBeUndefined();
  });

  it('no network: its namespace is closed, and opens nothing', () => {
    expect(every(renderUnit('kube-bench', 'triptrip-production'), 'NetworkPolicy')).toEqual([]);
  });
});
