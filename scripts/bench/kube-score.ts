import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { manifestFiles } from '../cluster-model/input/files.ts';

/** Seconds that kube-score takes for a tree; undefined where PATH does not have it. */
export function kubeScoreSeconds(tree: string): number | undefined {
  if (spawnSync('kube-score', ['version']).error !== undefined) return undefined;
  const files = manifestFiles(tree).filter((file) => file.endsWith('.yaml'));
  const input = files.map((file) => `---\n${readFileSync(file, 'utf8')}`).join('');
  const started = performance.now();
  const { status, stderr } = spawnSync('kube-score', ['score', '--output-format', 'ci', '-'], {
    input,
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  // 1: it has found something.
  if (status !== 0 && status !== 1) throw new Error(`kube-score failed: ${stderr}`);
  return (performance.now() - started) / 1000;
}
