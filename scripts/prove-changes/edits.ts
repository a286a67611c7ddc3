import { Mistake } from '../command-line/mistake.ts';
import type { Repository } from './repository.ts';

/** Runs a command of a document. @throws Mistake with what it says where it fails */
export function ran(repository: Repository, command: string): void {
  const { passed, output } = repository.run(command);
  if (!passed) throw new Mistake(`${command} fails:\n${output}`);
}

/** Adds a block to `images.yaml` of a cluster, as the README shows it. */
export function addImage(repository: Repository, cluster: string, block: string): void {
  const file = `clusters/${cluster}/images.yaml`;
  const text = repository.read(file);
  repository.write(file, text.trim() === '{}' ? block : `${text.trimEnd()}\n${block}`);
}

/** Adds the role of a workload that calls AWS to what Terraform printed, as Terraform names it. */
export function addRole(repository: Repository, cluster: string, serviceAccount: string): void {
  const file = `clusters/${cluster}/terraform.json`;
  const text = repository.read(file);
  const [, start] = /("irsa_role_arns": \{[^}]*?"value": \{\n)/.exec(text) ?? [];
  const [, account] = /"arn:aws:iam::(\d{12}):role/.exec(text) ?? [];
  if (start === undefined || account === undefined) throw new Mistake(`${file} has no role yet`);
  const role = `"${serviceAccount}": "arn:aws:iam::${account}:role/${cluster}-${serviceAccount}"`;
  repository.write(file, text.replace(start, `${start}      ${role},\n`));
}

/** Pins a chart as the documents say; by a digest that nobody has to fetch, as scenarios use no network. */
export function pinChart(repository: Repository, name: string, version: string, option: string): void {
  const digest = `sha256:${'0'.repeat(64)}`;
  const { passed, output } = repository.run(
    `npx fleet charts bump ${name} ${version} ${option} --digest ${digest}`,
  );
  if (!passed) throw new Mistake(output);
}

/** Adds a declaration to a list of a file, with its import: `variable` of `./<file>.ts`. */
export function addToList(
  repository: Repository,
  file: string,
  list: string,
  { variable, from }: { readonly variable: string; readonly from: string },
): void {
  repository.replace(file, /^(?=import )/m, `import { ${variable} } from '${from}';\n`);
  repository.replace(file, `${list}: [`, `${list}: [${variable}, `);
}

/** The clusters that a file of a product names: in its list `clusters`, or each with its namespace, as `cluster`. */
export function clustersOf(repository: Repository, file: string): readonly string[] {
  const text = repository.read(file);
  const [, list = ''] = /^ +clusters: \[([^\]]*)\]/m.exec(text) ?? [];
  const found = [...list.matchAll(/'([^']+)'/g), ...text.matchAll(/\bcluster: '([^']+)'/g)];
  const names = found.map(([, name = '']) => name);
  if (names.length === 0) throw new Mistake(`${file} names no clusters`);
  return names;
}
