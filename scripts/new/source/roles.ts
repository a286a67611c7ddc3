import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isMap, parseDocument, YAMLMap } from 'yaml';
import { EXPECTED_ROLES_FILE } from '../../../clusters/expected-roles-schema.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { pairPut, yamlOf } from './yaml-map.ts';

/** What Terraform calls the role of a ServiceAccount, as it has called the others; undefined where they tell no rule. */
export function expectedRole(roles: Readonly<Record<string, string>>, account: string): string | undefined {
  const beginnings = Object.entries(roles).flatMap(([name, arn]) =>
    arn.endsWith(name) ? [arn.slice(0, -name.length)] : [],
  );
  const count = (beginning: string) => beginnings.filter((each) => each === beginning).length;
  const [most] = [...beginnings].sort((one, other) => count(other) - count(one));
  // More than half of them, or it would be a guess.
  return most !== undefined && count(most) * 2 > Object.keys(roles).length ? `${most}${account}` : undefined;
}

const ABOUT = ` Roles that Terraform has yet to make, by ServiceAccount. Once terraform.json has one, synth wants its line taken out here.`;

/** The text of an `expected-roles.yaml` with one more role, in the place that its name has among the others. */
export function roleExpected(text: string, account: string, arn: string): string {
  const document: Document = parseDocument(text);
  if (document.contents === null) {
    document.contents = new YAMLMap();
    document.commentBefore ??= ABOUT;
  }
  const { contents } = document;
  if (!isMap(contents)) throw new Mistake(`${EXPECTED_ROLES_FILE}: found no map of roles, expected one.`);
  pairPut({ contents, pair: document.createPair(account, arn) });
  return yamlOf(document);
}

/** The file of a cluster's folder with the roles that are expected, and what is in it now. */
export function expectedRolesOf(
  root: string,
  cluster: string,
): { readonly path: string; readonly text: string } {
  const path = `clusters/${cluster}/${EXPECTED_ROLES_FILE}`;
  return { path, text: existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '' };
}
