import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { documentsOf } from '../../cluster-model/input/documents.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { podToJudge } from '../../pod-security/pod-fields.ts';
import { violationsOf } from '../../pod-security/standard.ts';
import { howToInstall } from '../../programs/needed.ts';
import { run } from '../../programs/run.ts';
import { KUBERNETES_MINORS, type KubernetesMinor } from '../programs.ts';
import type { Finding, Part, Step } from '../step.ts';

const MODULE = 'k8s.io/pod-security-admission';
const downloaded = z.object({ Dir: z.string() });

export const podSecurity: Step = {
  name: 'pod-security',
  proves: "our evaluation of Pod Security agrees with every pod of Kubernetes' own test data",
  fast: `of the test data of Kubernetes ${KUBERNETES_MINORS.join(', ')} only the newest`,
  run: async ({ fast, done }) => {
    for (const minor of fast ? KUBERNETES_MINORS.slice(-1) : KUBERNETES_MINORS) {
      const start = performance.now();
      const part = compare(await testData(minor), minor);
      done({ ...part, seconds: Math.round((performance.now() - start) / 1000) });
    }
  },
};

/** Where the test data of the module is that a server is built of; its sum stands in the `go.sum` there. */
async function testData(minor: KubernetesMinor): Promise<string> {
  const { status, stdout, stderr } = await run('go', ['mod', 'download', '-json', MODULE], {
    folder: `scripts/verify/modules/kubernetes-${minor}`,
    missing: howToInstall('go'),
  });
  if (status !== 0)
    throw new Mistake(`Go cannot download ${MODULE} of Kubernetes ${minor}:\n${stderr}${stdout}`);
  return join(downloaded.parse(JSON.parse(stdout)).Dir, 'test', 'testdata');
}

/** Judges every pod of the test data: `<level>/v1.<minor>/<pass|fail>/<pod>.yaml`. */
function compare(folder: string, name: string): Part {
  const findings: Finding[] = [];
  let pods = 0;
  for (const level of ['baseline', 'restricted'] as const) {
    for (const version of readdirSync(join(folder, level))) {
      for (const verdict of ['pass', 'fail']) {
        for (const file of filesIn(join(folder, level, version, verdict))) {
          pods++;
          const [document] = documentsOf(readFileSync(file, 'utf8')).documents;
          const violations = violationsOf(
            level,
            podToJudge(document?.value),
            Number(version.slice('v1.'.length)),
          );
          if ((violations.length === 0) === (verdict === 'pass')) continue;
          findings.push({
            where: `${level} ${version}`,
            what: basename(file),
            says:
              verdict === 'pass'
                ? `Kubernetes takes it; we say: ${violations.map(({ says }) => says).join('; ')}`
                : 'Kubernetes refuses it; we find nothing',
          });
        }
      }
    }
  }
  return { name: `test data of Kubernetes ${name}`, seconds: 0, counts: { pods }, findings, exceptions: [] };
}

function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : [];
}
