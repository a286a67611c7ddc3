import ts from 'typescript';

/** A source file, with where everything stands in it. */
export interface Source {
  /** From the root of the repository on. */
  readonly file: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** Reads TypeScript, or JSON where the file ends so. */
export function parseSource(file: string, text: string): Source {
  const tree = file.endsWith('.json')
    ? ts.parseJsonText(file, text)
    : ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return { file, text, tree };
}

/** Every node of a kind, in the order of the text. */
export function nodesOf<Node extends ts.Node>(
  within: ts.Node,
  is: (node: ts.Node) => node is Node,
): readonly Node[] {
  const found: Node[] = [];
  const visit = (node: ts.Node) => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(within);
  return found;
}

/** The value of a property that is written out, or stands for a constant of the same name. */
export function propertyOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const property of object.properties) {
    if (property.name === undefined || nameOf(property.name) !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return undefined;
}

function nameOf(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

/** Without brackets and what only the compiler reads, such as `as const`; a name leads to the constant of this file. */
export function meant(expression: ts.Expression | undefined, source: Source): ts.Expression | undefined {
  let node = expression;
  const seen = new Set<ts.Node>();
  while (node !== undefined && !seen.has(node)) {
    seen.add(node);
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isNonNullExpression(node)
    )
      node = node.expression;
    else if (ts.isIdentifier(node)) {
      const constant = constantOf(node.text, source);
      if (constant === undefined) return node;
      node = constant;
    } else return node;
  }
  return node;
}

/** What a constant at the top of the file is. */
function constantOf(name: string, { tree }: Source): ts.Expression | undefined {
  const declared = tree.statements.flatMap((statement) =>
    ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : [],
  );
  return declared.find((each) => ts.isIdentifier(each.name) && each.name.text === name)?.initializer;
}

/** Names that the file gives to something, imported or its own: a second one would be a mistake. */
export function namesIn({ tree }: Source): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of tree.statements) {
    if (ts.isImportDeclaration(statement)) {
      const { importClause } = statement;
      if (importClause?.name) names.add(importClause.name.text);
      const bindings = importClause?.namedBindings;
      if (bindings && ts.isNamespaceImport(bindings)) names.add(bindings.name.text);
      if (bindings && ts.isNamedImports(bindings))
        for (const { name } of bindings.elements) names.add(name.text);
    } else if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations)
        if (ts.isIdentifier(name)) names.add(name.text);
    } else if (
      (ts.isFunctionDeclaration(statement) ||
        ts.isClassDeclaration(statement) ||
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement)) &&
      statement.name
    )
      names.add(statement.name.text);
  }
  return names;
}

/** The line of a place in the text, counted from 1. */
export function lineOf({ tree }: Source, position: number): number {
  return tree.getLineAndCharacterOfPosition(position).line + 1;
}
