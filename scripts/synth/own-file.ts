import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { INVENTORIES_FOLDER, VALUES_FOLDER } from '../../clusters/layout.ts';
import { isInventoryOf } from '../charts/inventory/inventory.ts';
import { hasOwnLabel, isManifest, OWN_LABEL } from './manifest.ts';
import { objectPath } from './path.ts';
import { LABEL } from './unit-rules.ts';
import { valuesText } from './values-text.ts';
import { toYaml } from './yaml.ts';

/** What a path of a form of synth's is for. */
type Place =
  | { readonly kind: 'values' | 'inventory'; readonly cluster: string; readonly unit: string }
  /** @property path what follows from the object: `<namespace | _cluster>/<kind>-<name>.yaml` */
  | { readonly kind: 'object'; readonly path: string };

/**
 * Why a file is not one that synth wrote; undefined where it is, and may be removed. No list says so: a file of
 * synth says so (an object by its label, values by their first line, an inventory by its fields), stands where its content says,
 * and has exactly the bytes that are written for that content. What a person wrote or changed does not, nor what a merge left with its marks.
 *
 * @param path from the output folder on
 */
export function whyForeign(out: string, path: string): string | undefined {
  const place = placeOf(path);
  if (place === undefined) return 'synth gives no file such a name';
  let bytes: Buffer;
  try {
    bytes = readFileSync(`${out}/${path}`);
  } catch {
    return 'it cannot be read';
  }
  if (/^(?:<{7}|={7}|>{7})(?: |$)/m.test(bytes.toString())) return 'a merge left its marks in it';
  try {
    return whyOther(bytes, place);
  } catch {
    return 'it is not YAML that synth could have written';
  }
}

/** @throws if the text is not YAML, or holds what synth never writes */
function whyOther(bytes: Buffer, place: Place): string | undefined {
  if (place.kind === 'inventory') {
    return isInventoryOf(place, bytes.toString()) ? undefined : 'it was written or edited by hand';
  }
  const content = load(bytes.toString());
  if (!isMapping(content)) return 'it is not YAML that synth could have written';
  let text: string;
  if (place.kind === 'object') {
    if (!isManifest(content)) return 'it is not a Kubernetes object';
    if (!hasOwnLabel(content)) return `its object has no label ${OWN_LABEL}`;
    const path = objectPath(content);
    if (path !== place.path) return `its object belongs into ${path}`;
    text = toYaml(content, { nulls: 'refused' });
  } else {
    text = valuesText(place.cluster, place.unit, content);
  }
  return Buffer.from(text).equals(bytes) ? undefined : 'it was written or edited by hand';
}

function placeOf(path: string): Place | undefined {
  const [cluster = '', unit = '', scope = '', file, ...deeper] = path.split('/');
  if (deeper.length > 0) return undefined;
  if (cluster === VALUES_FOLDER || cluster === INVENTORIES_FOLDER) {
    const kind = cluster === VALUES_FOLDER ? 'values' : 'inventory';
    const [name = '', ending, ...more] = scope.split('.');
    const isNamed = ending === (kind === 'values' ? 'yaml' : 'json') && more.length === 0;
    const isOfUnit = isNamed && file === undefined && LABEL.test(unit) && LABEL.test(name);
    return isOfUnit ? { kind, cluster: unit, unit: name } : undefined;
  }
  if (!path.endsWith('.yaml')) return undefined;
  if (file === undefined || !LABEL.test(cluster) || !LABEL.test(unit)) return undefined;
  return { kind: 'object', path: `${scope}/${file}` };
}

function isMapping(content: unknown): content is Record<string, unknown> {
  return typeof content === 'object' && content !== null && !Array.isArray(content);
}
