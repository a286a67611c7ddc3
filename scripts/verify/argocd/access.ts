import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from '../../command-line/mistake.ts';
import { inParallel } from '../../programs/parallel.ts';
import { run } from '../../programs/run.ts';
import { temporaryFolder } from '../processes.ts';
import type { Finding, Part } from '../step.ts';
import type { Policy } from './policy.ts';
import { casesOf, type Question } from './rights.ts';

/** The program makes a client before it reads the policy, and asks nobody with it. */
const NOWHERE = {
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'none', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'none', user: { token: 'none' } }],
  contexts: [{ name: 'none', context: { cluster: 'none', user: 'none' } }],
  'current-context': 'none',
};

/** Asks Argo CD itself whether people may what docs/access.md says, and nothing else. */
export async function verifyAccess(
  argocd: string,
  hub: string,
  { configMap, projects }: Policy,
  products: readonly string[],
): Promise<Omit<Part, 'name' | 'seconds'>> {
  const place = temporaryFolder('argocd-access');
  const [policy, kubeconfig] = [join(place, 'argocd-rbac-cm.yaml'), join(place, 'kubeconfig')];
  writeFileSync(policy, JSON.stringify(configMap));
  writeFileSync(kubeconfig, JSON.stringify(NOWHERE));
  const answers = new Map<string, Promise<boolean>>();
  const ask = (group: string, { action, resource, object }: Question): Promise<boolean> => {
    const question = [group, action, resource, object];
    const known = answers.get(question.join(' '));
    if (known !== undefined) return known;
    const asked = can(argocd, question, { policy, kubeconfig });
    answers.set(question.join(' '), asked);
    return asked;
  };
  const cases = casesOf(projects, products);
  const findings = await inParallel(cases, async (each): Promise<Finding | undefined> => {
    const { person, action, resource, object, allowed } = each;
    const may = (await Promise.all(person.groups.map((group) => ask(group, each)))).includes(true);
    if (may === allowed) return undefined;
    const says = `Argo CD says ${may ? 'Yes' : 'No'}, docs/access.md says ${allowed ? 'yes' : 'no'}`;
    return { where: hub, what: `${person.who}: ${action} ${resource} ${object}`, says };
  });
  return {
    counts: {
      allowed: cases.filter(({ allowed }) => allowed).length,
      'not allowed': cases.filter(({ allowed }) => !allowed).length,
    },
    findings: findings.filter((finding) => finding !== undefined),
    exceptions: [],
  };
}

async function can(
  argocd: string,
  question: readonly string[],
  { policy, kubeconfig }: { readonly policy: string; readonly kubeconfig: string },
): Promise<boolean> {
  const args = ['admin', 'settings', 'rbac', 'can', ...question, '--policy-file', policy];
  const { stdout, stderr } = await run(argocd, args, {
    environment: { ARGOCD_BINARY_NAME: 'argocd', KUBECONFIG: kubeconfig },
  });
  const answer = stdout.trim();
  if (answer !== 'Yes' && answer !== 'No') {
    throw new Mistake(`argocd does not answer whether ${question.join(' ')}: ${stdout}${stderr}`);
  }
  return answer === 'Yes';
}
