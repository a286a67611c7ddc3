import { z } from 'zod';
import { isClusterWide } from '../../charts/inventory/cluster-wide.ts';
import { readInventory } from '../../charts/inventory/inventory.ts';
import { documentsOf } from '../../cluster-model/input/documents.ts';
import { foundText } from '../../cluster-model/input/found-text.ts';
import { objectsOfText } from '../../cluster-model/input/objects.ts';
import { DEFAULT_NAMESPACE } from '../../cluster-model/objects/fields.ts';
import type { Item } from '../change.ts';
import { isMapping } from '../compare/value.ts';
import type { Place } from './place.ts';

const metadata = z.looseObject({
  name: z.string().nullish(),
  generateName: z.string().nullish(),
  namespace: z.string().nullish(),
});

/** Values of a chart are no object of Kubernetes, and are told like one. */
const VALUES_KIND = 'HelmValues';
const VALUES_API = 'helm.sh/v3';

/**
 * The objects of a file.
 *
 * @param problems gets a line for what cannot be read
 */
export function itemsOf(text: string, file: string, place: Place, problems: string[]): readonly Item[] {
  if (place.source === 'values') return valuesOf(text, file, place, problems);
  if (place.source === 'chart') return factsOf(text, file, place, problems);
  return objectsOfText(text, file, problems).flatMap(({ apiVersion, kind, value }) =>
    itemOf({ ...place, apiVersion, kind, value, file }),
  );
}

function itemOf(item: Omit<Item, 'name' | 'namespace'>): readonly Item[] {
  const { apiVersion, kind } = item;
  const read = metadata.safeParse(item.value.metadata);
  const name = read.data?.name ?? read.data?.generateName ?? undefined;
  // What nobody can name is configuration of a program, such as a kustomization.
  if (name === undefined) return [];
  const own = read.data?.namespace ?? undefined;
  const namespace = isClusterWide(apiVersion, kind) ? undefined : (own ?? defaultNamespace(item));
  return [{ ...item, name, namespace }];
}

/** Of kinds that others define, nobody here knows whether they stand in a namespace. */
function defaultNamespace({ apiVersion }: Pick<Item, 'apiVersion'>): string | undefined {
  return /^[a-z]+\/|^v1$|\.k8s\.io\//.test(apiVersion) ? DEFAULT_NAMESPACE : undefined;
}

function valuesOf(text: string, file: string, place: Place, problems: string[]): readonly Item[] {
  const { documents, unreadable } = documentsOf(text);
  problems.push(...unreadable.map(({ line, reason }) => `${file}:${line}: not readable as YAML: ${reason}.`));
  const [document] = documents;
  if (document !== undefined && !isMapping(document.value))
    problems.push(
      `${file}:${document.line}: found ${foundText(document.value)}, expected the values of a chart.`,
    );
  const value = isMapping(document?.value) ? document.value : {};
  return [
    {
      ...place,
      file,
      value,
      apiVersion: VALUES_API,
      kind: VALUES_KIND,
      name: place.unit,
      namespace: undefined,
    },
  ];
}

function factsOf(text: string, file: string, place: Place, problems: string[]): readonly Item[] {
  const inventory = readInventory(text);
  if (inventory === undefined) {
    problems.push(`${file}:1: it is no inventory of a Helm chart. npx fleet charts writes it.`);
    return [];
  }
  return inventory.objects.flatMap((value) =>
    itemOf({ ...place, file, value, apiVersion: value.apiVersion, kind: value.kind }),
  );
}
