import ts from 'typescript';

/** A value that stands in a comment as it would stand in a declaration. */
export type Written = { readonly value: unknown } | 'a function' | 'prose';

/**
 * Reads such a value. Nothing is run but the functions of `scope`.
 *
 * @param scope what the names in it mean
 */
export function written(text: string, scope: Readonly<Record<string, unknown>> = {}): Written {
  const source = ts.createSourceFile('comment.ts', `(${text})`, ts.ScriptTarget.Latest, true);
  const [statement, ...others] = source.statements;
  if (statement === undefined || others.length > 0 || !ts.isExpressionStatement(statement)) return 'prose';
  const { expression } = statement;
  if (!ts.isParenthesizedExpression(expression) || expression.end !== source.end) return 'prose';
  if (ts.isArrowFunction(expression.expression)) return 'a function';
  try {
    return { value: valueIn(expression.expression, scope) };
  } catch (error) {
    if (error instanceof NotAValue) return 'prose';
    throw error;
  }
}

class NotAValue extends Error {}

function valueIn(node: ts.Expression, scope: Readonly<Record<string, unknown>>): unknown {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isArrayLiteralExpression(node)) return node.elements.map((item) => valueIn(item, scope));
  if (ts.isObjectLiteralExpression(node)) {
    return Object.fromEntries(node.properties.map((property) => entryOf(property, scope)));
  }
  if (ts.isIdentifier(node) && Object.hasOwn(scope, node.text)) return scope[node.text];
  if (ts.isPropertyAccessExpression(node)) {
    return Reflect.get(Object(valueIn(node.expression, scope)), node.name.text);
  }
  if (ts.isCallExpression(node)) {
    const called = valueIn(node.expression, scope);
    if (typeof called === 'function') {
      return Reflect.apply(
        called,
        undefined,
        node.arguments.map((given) => valueIn(given, scope)),
      );
    }
  }
  throw new NotAValue();
}

function entryOf(
  property: ts.ObjectLiteralElementLike,
  scope: Readonly<Record<string, unknown>>,
): readonly [string, unknown] {
  if (!ts.isPropertyAssignment(property) || ts.isComputedPropertyName(property.name)) throw new NotAValue();
  return [property.name.text, valueIn(property.initializer, scope)];
}
