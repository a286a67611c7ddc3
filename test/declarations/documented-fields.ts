import ts from 'typescript';
import { z } from 'zod';
import { inRepository } from './compiler.ts';

/** A field of a declaration, as its author and every editor see it, with the check of its value at run time. */
export interface DocumentedField {
  /** Such as `ServiceDeclaration.metrics.port`. */
  readonly path: readonly string[];
  readonly description: string;
  readonly example: string | undefined;
  readonly byDefault: string | undefined;
  /** Whether it may be left out in one of the places where its interface is used. */
  optional: boolean;
  /** Undefined where a function gives the value that it is part of, and another schema looks at that. */
  readonly schema: z.ZodType | undefined;
}

/** Every field of an interface and of the interfaces in it, each once. */
export function fieldsOf(
  program: ts.Program,
  file: string,
  name: string,
  schema: z.ZodType | undefined,
): readonly DocumentedField[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(inRepository(file));
  const declaration = source?.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (declaration === undefined) throw new Error(`${file} has no interface ${name}.`);
  const found = new Map<ts.Declaration, DocumentedField>();
  addFields(checker.getTypeAtLocation(declaration), schema, [name]);
  return [...found.values()];

  function addFields(type: ts.Type, schema: z.ZodType | undefined, path: readonly string[]): void {
    for (const form of type.isUnion() ? type.types : [type]) {
      for (const property of checker.getPropertiesOfType(form)) addField(property, schema, path);
    }
  }

  /** Those of a map, or of each map of a list; what its schema does not look into comes from a function. */
  function addNested(type: ts.Type, schema: z.ZodType | undefined, path: readonly string[]): void {
    const whole = unwrapped(schema);
    if (whole instanceof z.ZodObject) addFields(type, whole, path);
    if (!(whole instanceof z.ZodArray) || !(whole.element instanceof z.ZodObject)) return;
    const item = type.getNumberIndexType();
    if (item !== undefined) addFields(item, whole.element, path);
  }

  function addField(property: ts.Symbol, parent: z.ZodType | undefined, above: readonly string[]): void {
    const [declared] = property.declarations ?? [];
    const type = checker.getNonNullableType(checker.getTypeOfSymbol(property));
    // What no value can have is there for the messages of the compiler.
    if (declared === undefined || (type.flags & ts.TypeFlags.Never) !== 0) return;
    if (declared.getSourceFile().fileName.includes('node_modules')) return;
    const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    const known = found.get(declared);
    if (known !== undefined) {
      known.optional ||= optional;
      return;
    }
    const path = [...above, property.name];
    const schema = fieldOf(parent, property.name);
    found.set(declared, {
      path,
      description: ts.displayPartsToString(property.getDocumentationComment(checker)),
      example: tagOf(property, 'example'),
      byDefault: tagOf(property, 'default'),
      optional,
      schema,
    });
    addNested(type, schema, path);
  }

  function tagOf(property: ts.Symbol, name: string): string | undefined {
    const tag = property.getJsDocTags(checker).find((tag) => tag.name === name);
    return tag && ts.displayPartsToString(tag.text);
  }
}

function fieldOf(schema: z.ZodType | undefined, name: string): z.ZodType | undefined {
  const whole = unwrapped(schema);
  const field: unknown = whole instanceof z.ZodObject ? whole.shape[name] : undefined;
  return field instanceof z.ZodType ? field : undefined;
}

function unwrapped(schema: z.ZodType | undefined): z.ZodType | undefined {
  if (!(schema instanceof z.ZodOptional)) return schema;
  const inner: unknown = schema.unwrap();
  return inner instanceof z.ZodType ? inner : undefined;
}
