import { boolYaml11Tag, CORE_SCHEMA, defineScalarTag, intCoreTag, loadAll, mergeTag } from 'js-yaml';
import { z } from 'zod';

const object = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z
      .string()
      .nullish()
      .transform((namespace) => namespace || undefined)
      .optional(),
    labels: z.record(z.string(), z.string()).nullish(),
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
});

/** An object that a chart has rendered. */
export type ChartObject = z.infer<typeof object>;

/** As Kubernetes reads YAML: 0644 is octal, as it was in YAML 1.1; `=` is a text, as it is not there. */
const octal = defineScalarTag('tag:yaml.org,2002:int', {
  ...intCoreTag,
  resolve: (source, isExplicit, tagName) =>
    /^0[0-7]+$/.test(source) ? Number.parseInt(source, 8) : intCoreTag.resolve(source, isExplicit, tagName),
});
const schema = CORE_SCHEMA.withTags(mergeTag, boolYaml11Tag, octal);

/** Definitions, which are the same on every cluster, and most of the text. */
const known = new Map<string, readonly ChartObject[]>();

/**
 * The objects in what Helm prints; documents with nothing but comments are none, and a List is its items, as for Argo CD.
 *
 * @throws ZodError or YAMLException for what is no object of Kubernetes
 */
export function objectsIn(printed: string): readonly ChartObject[] {
  return printed.split(/^---[ \t]*$/m).flatMap((text) => {
    if (!text.includes('kind: CustomResourceDefinition')) return read(text);
    const found = known.get(text) ?? read(text);
    known.set(text, found);
    return found;
  });
}

function read(text: string): readonly ChartObject[] {
  return loadAll(text, { schema })
    .filter((found) => found !== null && found !== undefined)
    .flatMap((found) => {
      const list = z
        .looseObject({ kind: z.string().endsWith('List'), items: z.array(z.unknown()) })
        .safeParse(found);
      return list.success ? list.data.items : [found];
    })
    .map((found) => object.parse(found));
}
