import type { Declared, WorkloadKind } from './declaration.ts';

/** The file of a declaration, before it is formatted. */
export function sourceOf(
  kind: WorkloadKind,
  { fields, calls }: Declared,
  { variable, purpose }: { readonly variable: string; readonly purpose: string },
): string {
  const functions = [...new Set(calls.map((call) => call.function))].sort();
  const text = Object.entries(fields).map(([field, value]) => {
    if (field === 'calls') {
      return `calls: [${calls.map(({ call, function: name }) => `${name}(${quoted(call.name)})`).join(', ')}],`;
    }
    if (field === 'secrets') return `secrets: ${secretsText(value)},`;
    return `${field}: ${literal(value)},`;
  });
  const imports = [
    ...(text.some((line) => line.includes('property('))
      ? ["import { property } from '../../platform/kit/secrets/secret-reference.ts';"]
      : []),
    ...(functions.length > 0
      ? [`import { ${functions.join(', ')} } from '../../platform/workload/declaration/calls.ts';`]
      : []),
    `import { ${kind} } from '../../platform/workload/workload.ts';`,
  ];
  return `${imports.join('\n')}\n\n/** ${purpose} */\nexport const ${variable} = ${kind}({\n${text.join('\n')}\n});\n`;
}

function secretsText(secrets: unknown): string {
  const entries = typeof secrets === 'object' && secrets !== null ? Object.entries(secrets) : [];
  const lines = entries.map(([variable, value]: [string, unknown]) => {
    if (typeof value !== 'object' || value === null || !('secret' in value) || !('property' in value))
      return `${variable}: ${literal(value)}`;
    return `${variable}: property(${literal(value.secret)}, ${literal(value.property)})`;
  });
  return `{ ${lines.join(', ')} }`;
}

/** Data as TypeScript. */
function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, part]) => `${key}: ${literal(part)}`)
    .join(', ')} }`;
}

export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
