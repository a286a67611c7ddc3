import {
  boolYaml11Tag,
  CORE_SCHEMA,
  defineScalarTag,
  intCoreTag,
  intYaml11Tag,
  mergeTag,
  NOT_RESOLVED,
} from 'js-yaml';

/** No time of day is a number. */
const WITH_COLON = /:/;

/** As kubectl reads whole numbers: 0555 is octal, and 1_000 a thousand. */
const int = defineScalarTag('tag:yaml.org,2002:int', {
  ...intYaml11Tag,
  resolve: (source, isExplicit, tagName) => {
    if (WITH_COLON.test(source)) return NOT_RESOLVED;
    const read = intYaml11Tag.resolve(source, isExplicit, tagName);
    return read === NOT_RESOLVED && source.startsWith('0o')
      ? intCoreTag.resolve(source, isExplicit, tagName)
      : read;
  },
});

/** What a text in a manifest stands for: as kubectl and Argo CD read it, `yes`, `no`, `on` and `off` are no texts, and `<<` merges. */
export const MANIFEST_SCHEMA = CORE_SCHEMA.withTags(mergeTag, boolYaml11Tag, int);
