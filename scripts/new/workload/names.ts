import { didYouMean, nearestName } from '../../../clusters/nearest-name.ts';

/** A name as people may have meant it: `SearchService` and `search_service` become `search-service`. */
export function inKebabCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '');
}

/** Names that a file of a declaration gives to something else, and words of the language. */
const TAKEN: ReadonlySet<string> = new Set([
  ...['service', 'worker', 'job', 'component', 'property', 'workload', 'database', 'cache', 'sendsTo'],
  ...['receivesFrom', 'topic', 'bucket', 'external', 'linkedService', 'cached', 'kubernetesApi', 'waves'],
  ...['restrictedNamespace', 'await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger'],
  ...['default', 'delete', 'do', 'else', 'enum', 'export', 'extends', 'false', 'finally', 'for', 'function'],
  ...['if', 'implements', 'import', 'in', 'instanceof', 'interface', 'let', 'new', 'null', 'package'],
  ...[
    'private',
    'protected',
    'public',
    'return',
    'static',
    'super',
    'switch',
    'this',
    'throw',
    'true',
    'try',
  ],
  ...['typeof', 'undefined', 'var', 'void', 'while', 'with', 'yield', 'arguments', 'eval', 'async'],
]);

/**
 * The constant of a declaration: `searchService` of `search-service`.
 *
 * @param ending what is added where the name is taken, such as `Service`
 * @param known names that the file of the list gives already
 */
export function variableOf(name: string, ending: string, known: ReadonlySet<string>): string {
  const plain = name.replaceAll(/-+(.)/g, (_, letter: string) => letter.toUpperCase());
  const isFree = (variable: string) => !TAKEN.has(variable) && !known.has(variable);
  if (isFree(plain)) return plain;
  let variable = `${plain}${ending}`;
  for (let number = 2; !isFree(variable); number++) variable = `${plain}${ending}${number}`;
  return variable;
}

/** A hint for a name that is none of those that there are. */
export function hint(name: string, known: readonly string[]): string {
  return nearestName(name, known) === undefined
    ? `. There ${known.length === 1 ? 'is' : 'are'} ${[...known].sort().join(', ') || 'none'}.`
    : `${didYouMean(name, known)}.`;
}
