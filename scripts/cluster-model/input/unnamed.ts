import { foundText } from './found-text.ts';

/** Groups of files that programs read, and no API server. */
const CONFIGURATION = /^(?:[\w.-]+\.)?config\.k8s\.io\//;

/**
 * What keeps an object from being known by its name: nobody could compare it, call it or say where a mistake is. What has no
 * metadata at all is the configuration of a program.
 */
export function unnamedOf(apiVersion: string, value: Readonly<Record<string, unknown>>): readonly string[] {
  const given = value.metadata;
  if (given === undefined || given === null) return [];
  if (!isFields(given)) return [`metadata: found ${foundText(given)}, expected an object with fields.`];
  const wrong = ['name', 'generateName', 'namespace'].flatMap((key) => {
    const own = given[key];
    if (own === undefined || own === null || (typeof own === 'string' && own !== '')) return [];
    const instead = typeof own === 'object' || own === '' ? '' : ` Write ${key}: "${String(own)}".`;
    return [`metadata.${key}: found ${foundText(own)}, expected a text.${instead}`];
  });
  if (wrong.length > 0 || CONFIGURATION.test(apiVersion)) return wrong;
  const isNamed = [given.name, given.generateName].some((each) => each !== undefined && each !== null);
  return isNamed ? [] : ['metadata.name: found nothing, expected a name.'];
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
