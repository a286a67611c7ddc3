import type { Build, Cluster } from '../../clusters/index.ts';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** What a program prints that was given no input. */
const OF_NOTHING = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Tags that come to mean another build with every push. */
const MOVING: ReadonlySet<string> = new Set(
  'latest main master trunk head develop dev edge nightly snapshot stable staging prod production release'.split(
    ' ',
  ),
);

/**
 * What is wrong with a build as people and pipelines type it, where the contract's own words would not say how it came about;
 * undefined where nothing is. A tag is no identity: the next push may give it to another image.
 *
 * @param cluster one that is to run it: its registry knows the digest
 */
export function typedMistake(
  image: string,
  { version, digest }: Build,
  { terraform: { ecrRegistry } }: Pick<Cluster, 'terraform'>,
): string | undefined {
  if (DIGEST.test(version)) return `--build: found a digest, expected a version for people, such as 1.5.0.`;
  const wrong = wrongDigest(image, digest, ecrRegistry);
  if (wrong !== undefined) {
    return `${image}.digest: found ${shown(digest)}, expected a digest: sha256: and 64 hexadecimal digits in lower case. ${wrong}`;
  }
  return MOVING.has(version.toLowerCase())
    ? `${image}.version: found ${shown(version)}, which means another build after every push, expected the version of this one build, such as 1.5.0, or the commit that it was built from.`
    : undefined;
}

function wrongDigest(image: string, digest: string, registry: string): string | undefined {
  if (digest === OF_NOTHING) return 'This is the digest of no bytes at all: what it was made of was empty.';
  if (DIGEST.test(digest)) return undefined;
  const [, inside] = /@(sha256:[0-9a-f]{64})$/.exec(digest) ?? [];
  if (inside !== undefined) return `Write only what stands behind the @: ${inside}.`;
  if (/\s|,/.test(digest)) {
    return 'This is a list. The action metadata prints one of tags; the digest is the output digest of the step that pushes: steps.build.outputs.digest.';
  }
  if (/…|\.\.\.|[<>]/.test(digest))
    return `What stands in the place of the digest is no digest. ${howToFind(image, '<tag>', registry)}`;
  if (/^(sha256[:-])?[0-9a-f]{64}$/i.test(digest)) {
    return `Write sha256:${digest.toLowerCase().slice(-64)}.`;
  }
  if (/^sha256:/i.test(digest)) {
    const count = digest.slice('sha256:'.length).length;
    return `Behind sha256: stand ${count} characters: it is cut short, or there is a slip in it. Copy the whole of it.`;
  }
  if (/^(md5|sha(?!256)\d+):/i.test(digest))
    return `This is a digest of another kind. ${howToFind(image, '<tag>', registry)}`;
  if (/^[0-9a-f]{40}$/.test(digest)) return `This looks like a commit. ${howToFind(image, digest, registry)}`;
  const [, tag = ''] = /:([^:/]+)$/.exec(digest) ?? [undefined, digest.includes('/') ? 'latest' : digest];
  return `${shown(tag)} is a tag, and the next push may give it to another image. ${howToFind(image, tag, registry)}`;
}

function howToFind(image: string, tag: string, registry: string): string {
  const [account, , , region] = registry.split('.');
  const of = `--registry-id ${account} --region ${region} --repository-name ${image}`;
  const print = "--query 'imageDetails[0].imageDigest' --output text";
  return `The registry says the digest: aws ecr describe-images ${of} --image-ids imageTag=${tag} ${print}`;
}

/** As it was typed; of a long one its beginning. */
function shown(text: string): string {
  return JSON.stringify(text.length > 90 ? `${text.slice(0, 80)}…` : text);
}
