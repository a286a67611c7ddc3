import { foundText } from './found-text.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What is wrong with a document, or an item of a list, that is meant as an object of Kubernetes and is none. The values of a chart
 * and the configuration of a program are meant as something else.
 *
 * @param inherited what the list says of its items
 */
export function strayOf(value: unknown, inherited: object | undefined, isItem: boolean): string | undefined {
  if (!isFields(value)) {
    if (isItem)
      return `found ${foundText(value)}, expected an object of Kubernetes. Write it out, or take it away.`;
    if (!Array.isArray(value) || !value.some(isObject)) return undefined;
    return 'found a list of objects, which no API server takes. Write them as documents with --- between them.';
  }
  const own: Fields = { ...inherited, ...value };
  const missing = ['apiVersion', 'kind'].filter((key) => typeof own[key] !== 'string' || own[key] === '');
  const [first] = missing;
  if (first === undefined) return undefined;
  const isMeant = isItem || (missing.length === 1 && isFields(value.metadata));
  return isMeant
    ? `${first}: found ${foundText(own[first])}, expected a text such as ${first === 'kind' ? 'Deployment' : 'apps/v1'}.`
    : undefined;
}

function isObject(value: unknown): boolean {
  return isFields(value) && 'apiVersion' in value && 'kind' in value;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
