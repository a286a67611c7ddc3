import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { VALUES_FOLDER } from '../../clusters/layout.ts';
import { isManifest } from './manifest.ts';
import { objectPath } from './path.ts';
import { LABEL } from './unit-rules.ts';
import { toYaml } from './yaml.ts';

/** A path that has a form of synth's: values of a chart, or an object. */
interface Place {
  /** What follows from the object: `<namespace | _cluster>/<kind>-<name>.yaml`. Undefined for values. */
  readonly object: string | undefined;
}

/**
 * Why a file is not one that synth wrote; undefined where it is, and may be removed. No list says so: a file of
 * synth stands where its content says, and has exactly the bytes that synth writes for that content. What a person
 * wrote or changed, and what a merge left with its marks, does not.
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

/** @throws where the text is no YAML, or holds what synth never writes */
function whyOther(bytes: Buffer, place: Place): string | undefined {
  const content = load(bytes.toString());
  if (!isMapping(content)) return 'it is not YAML that synth could have written';
  if (place.object !== undefined) {
    if (!isManifest(content)) return 'it is no Kubernetes object';
    const own = objectPath(content);
    if (own !== place.object) return `its object belongs into ${own}`;
  }
  const text = toYaml(content, { nulls: place.object === undefined ? 'allowed' : 'refused' });
  return Buffer.from(text).equals(bytes) ? undefined : 'it was written or edited by hand';
}

function placeOf(path: string): Place | undefined {
  const [cluster = '', unit = '', scope = '', file, ...deeper] = path.split('/');
  if (deeper.length > 0 || !path.endsWith('.yaml')) return undefined;
  if (cluster === VALUES_FOLDER) {
    const isValues = file === undefined && LABEL.test(unit) && LABEL.test(scope.slice(0, -'.yaml'.length));
    return isValues ? { object: undefined } : undefined;
  }
  if (file === undefined || !LABEL.test(cluster) || !LABEL.test(unit)) return undefined;
  return { object: `${scope}/${file}` };
}

function isMapping(content: unknown): content is Record<string, unknown> {
  return typeof content === 'object' && content !== null && !Array.isArray(content);
}
