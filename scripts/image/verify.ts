import type { Cluster } from '../../clusters/index.ts';
import { Mistake } from '../command-line/mistake.ts';
import { clusterNames, clusterOf } from '../promote/find.ts';
import { logIn, type Run } from './registry.ts';

/** An image that clusters are to run, and who has to have signed it. */
export interface Signed {
  readonly image: string;
  readonly digest: string;
  /** As they were given: each may be several names. */
  readonly clusters: readonly string[];
  readonly identity: string;
  readonly issuer: string;
}

/** Who signs: the workflow that builds, scans and signs, on the branch that Argo CD reads. */
export function ownSigner({ url, revision }: { readonly url: string; readonly revision: string }): string {
  const home = url.replace(/\.git$/, '');
  return `${home}/.github/workflows/build-image.yaml@refs/heads/${revision}`;
}

/** Who says so of a job of GitHub. */
export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/**
 * Verifies the signature in the registry of each cluster.
 *
 * @returns what was verified, a line each
 * @throws Mistake at the first one that is not there, or is not signed by whom it has to be
 */
export async function verified(
  signed: Signed,
  fleet: readonly Cluster[],
  run: Run,
): Promise<readonly string[]> {
  const { image, digest, identity, issuer } = signed;
  // Both become part of a reference, which could otherwise be another image's.
  if (!/^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/.test(image)) {
    throw new Mistake(`Found ${JSON.stringify(image)}, expected the name of an image in images.yaml.`);
  }
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw new Mistake(
      `Found ${JSON.stringify(digest)}, expected a digest: sha256: and 64 hexadecimal digits.`,
    );
  }
  const names = clusterNames(signed.clusters);
  if (names.length === 0) throw new Mistake('No cluster is named: give --cluster once for each.');
  const clusters = names.map((name) => clusterOf(name, fleet));
  const told: string[] = [];
  for (const { name, terraform } of clusters) {
    const { ecrRegistry: registry, region } = terraform;
    await logIn(registry, region, run);
    const reference = `${registry}/${image}@${digest}`;
    const args = ['verify', reference, '--output', 'text'];
    const signer = ['--certificate-identity', identity, '--certificate-oidc-issuer', issuer];
    const { status, stderr } = await run('cosign', [...args, ...signer], {
      missing: 'Install cosign, https://docs.sigstore.dev.',
    });
    if (status !== 0) {
      throw new Mistake(
        `${name}: ${reference} is not there, or was not signed by ${identity}:\n${stderr.trim()}`,
      );
    }
    told.push(`${name}: ${reference} is signed by ${identity}.`);
  }
  return told;
}
