import ts from 'typescript';
import { elementInserted, inserted } from './insert.ts';
import { parseSource, propertyOf } from './syntax.ts';

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

/** The text of a `terraform.json` with one more role, in the place that its name has among the others. */
export function roleAdded(text: string, account: string, arn: string): string | undefined {
  const source = parseSource('terraform.json', text);
  const [statement] = source.tree.statements;
  if (statement === undefined || !ts.isExpressionStatement(statement)) return undefined;
  const value = ['irsa_role_arns', 'value'].reduce<ts.Expression | undefined>(
    (object, key) =>
      object !== undefined && ts.isObjectLiteralExpression(object) ? propertyOf(object, key) : undefined,
    statement.expression,
  );
  if (value === undefined || !ts.isObjectLiteralExpression(value)) return undefined;
  const before = value.properties.findLast(
    ({ name }) => name !== undefined && ts.isStringLiteral(name) && name.text < account,
  );
  const entry = `${JSON.stringify(account)}: ${JSON.stringify(arn)}`;
  if (before !== undefined) return inserted(text, elementInserted(source, value, entry, before));
  const [first] = value.properties;
  if (first === undefined) return inserted(text, elementInserted(source, value, entry));
  const start = first.getStart(source.tree);
  const [space = ' '] = /\s*$/.exec(text.slice(0, start)) ?? [];
  return inserted(text, [{ at: start, text: `${entry},${space || ' '}` }]);
}
