import { z } from 'zod';
import type { Release } from '../releases.ts';
import type { ObjectFacts } from './facts.ts';
import { jsonLines } from './json-lines.ts';

/** Grows with each change of what an inventory says, so that those of before count as old. */
export const FORM = 1;

/** What an inventory was made of. Where one of it differs, it is old. */
export interface Origin
  extends Pick<Release, 'cluster' | 'unit' | 'release' | 'namespace' | 'chart' | 'version' | 'kubernetes'> {
  /** Digest of the chart's archive; null where none is pinned yet. */
  readonly archive: string | null;
  /** Digest of the file of its values. */
  readonly values: string;
  /** Whether the definitions beside its templates are left out; left out where they are not. */
  readonly skipCrds?: true | undefined;
}

/** What a Helm chart makes on a cluster: the facts of every object, and what they follow from. */
export interface Inventory extends Origin {
  readonly form: number;
  /** Whether it was the pinned archive that was rendered, and not sources that no digest confirms. */
  readonly confirmed: boolean;
  readonly objects: readonly ObjectFacts[];
}

const text = z.string().min(1);

const objectSchema = z.looseObject({
  apiVersion: text,
  kind: text,
  metadata: z.looseObject({ name: text, namespace: text.optional() }),
});

const schema = z.strictObject({
  cluster: text,
  unit: text,
  release: text,
  namespace: text,
  chart: text,
  version: text,
  archive: text.nullable(),
  values: text,
  kubernetes: z.string(),
  skipCrds: z.literal(true).optional(),
  form: z.number(),
  confirmed: z.boolean(),
  objects: z.array(objectSchema),
}) satisfies z.ZodType<Inventory>;

/** In this order, what it follows from. */
const HEAD = [
  'cluster',
  'unit',
  'release',
  'namespace',
  'chart',
  'version',
  'archive',
  'confirmed',
  'values',
  'kubernetes',
  'skipCrds',
  'form',
] as const satisfies readonly (keyof Inventory)[];

/** The text of an inventory: what it follows from first, and then every object. */
export function inventoryText(inventory: Inventory): string {
  const head = HEAD.filter((name) => inventory[name] !== undefined).map(
    (name) => ` "${name}": ${JSON.stringify(inventory[name])},\n`,
  );
  const lines = inventory.objects.map((object) => `  ${objectLines(object)}`);
  return `{\n${head.join('')} "objects": [\n${lines.join(',\n')}\n ]\n}\n`;
}

/** An object is broken up even where it is short, so that the objects of a kind look alike. */
function objectLines(object: ObjectFacts): string {
  const fields = Object.entries(object).map(([name, value]) => {
    const key = `${JSON.stringify(name)}: `;
    return `   ${key}${jsonLines(value, '   ', key)}`;
  });
  return `{\n${fields.join(',\n')}\n  }`;
}

/** Reads an inventory; undefined where the text is none. */
export function readInventory(text: string): Inventory | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether a text is the inventory of a unit on a cluster, with exactly the bytes that would be written. */
export function isInventoryOf(place: Pick<Origin, 'cluster' | 'unit'>, text: string): boolean {
  const found = readInventory(text);
  if (found === undefined || found.cluster !== place.cluster || found.unit !== place.unit) return false;
  return inventoryText(found) === text;
}
