import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import { logIn, ownRegistry } from '../../scripts/image/registry.ts';
import { scanOf } from '../../scripts/image/scan.ts';
import { GITHUB_ISSUER, ownSigner, verified } from '../../scripts/image/verify.ts';
import { versionOf } from '../../scripts/image/version.ts';
import { frozenFleet } from '../fleet/frozen-fleet.ts';
import { gitIn } from '../git-in.ts';
import { programs } from './programs.ts';

const DIGEST = `sha256:${'5'.repeat(64)}`;
const { clusters } = frozenFleet.fleet;
const signed = { image: 'triptrip-api', digest: DIGEST, identity: 'us', issuer: GITHUB_ISSUER };

describe('the version of a source', () => {
  const root = mkdtempSync(join(inject('temporaryFolders'), 'version-'));
  const git = (...args: readonly string[]) => gitIn(root, args);
  git('init', '--quiet');
  const commit = (message: string) => git('commit', '--quiet', '--allow-empty', '--message', message);

  it('is its tag without the v, how far it is from one, or its commit', () => {
    commit('one');
    expect(versionOf(root)).toMatch(/^[0-9a-f]{7,}$/);
    git('tag', 'v1.5.0');
    expect(versionOf(root)).toBe('1.5.0');
    commit('two');
    expect(versionOf(root)).toMatch(/^1\.5\.0-1-g[0-9a-f]+$/);
  });

  it('is never what a shell or a reference would read otherwise', () => {
    commit('three');
    git('tag', 'release/$(id)');
    expect(versionOf(root)).toMatch(/^[0-9a-f]{12}$/);
  });
});

describe('the login', () => {
  it('hands the token over where no list of processes shows it', async () => {
    const { run, asked, inputs } = programs({ 'aws ecr': { stdout: 'the-token' } });
    await logIn('1.example', 'eu-west-1', run);
    expect(asked).toEqual([
      'aws ecr get-login-password --region eu-west-1',
      'docker login --username AWS --password-stdin 1.example',
    ]);
    expect(inputs).toEqual([undefined, 'the-token']);
  });

  it.each(['aws', 'docker'])('says what %s says', async (program) => {
    const { run } = programs({ [program]: { status: 1, stderr: 'expired' } });
    await expect(logIn('1.example', 'eu-west-1', run)).rejects.toThrow('expired');
  });

  it('asks AWS whose role it is', async () => {
    const { run } = programs({ 'aws sts': { stdout: '123456789012\n' } });
    expect(await ownRegistry('eu-west-1', run)).toBe('123456789012.dkr.ecr.eu-west-1.amazonaws.com');
    const none = programs({ 'aws sts': { stdout: 'None' } });
    await expect(ownRegistry('eu-west-1', none.run)).rejects.toThrow('does not say whose role');
  });
});

describe('a signature', () => {
  const [one, two] = clusters;
  if (one === undefined || two === undefined) throw new Error('There are no two clusters.');

  it('is verified in the registry of each cluster, by whoever has to have signed', async () => {
    const { run, asked } = programs({});
    const told = await verified({ ...signed, clusters: [`${one.name}, ${two.name}`] }, clusters, run);
    expect(told).toHaveLength(2);
    const verifications = asked.filter((line) => line.startsWith('cosign'));
    expect(verifications).toEqual(
      [one, two].map(
        ({ terraform }) =>
          `cosign verify ${terraform.ecrRegistry}/triptrip-api@${DIGEST} --output text --certificate-identity us --certificate-oidc-issuer ${GITHUB_ISSUER}`,
      ),
    );
  });

  it('of anybody else is refused, and nothing after it is asked', async () => {
    const { run, asked } = programs({
      cosign: { status: 12, stderr: 'none of the expected identities matched' },
    });
    const wanted = { ...signed, clusters: [one.name, two.name] };
    await expect(verified(wanted, clusters, run)).rejects.toThrow(
      /not signed by us[\s\S]*none of the expected/,
    );
    expect(asked.filter((line) => line.startsWith('cosign'))).toHaveLength(1);
  });

  it.each([
    [{ clusters: [] }, 'No cluster is named'],
    [{ clusters: [`${one.name}x`] }, one.name],
    [{ digest: 'latest' }, 'expected a digest'],
    [{ digest: `${DIGEST} --insecure-ignore-tlog` }, 'expected a digest'],
    [{ image: '../other' }, 'expected the name of an image'],
    [{ image: 'app@sha256:0' }, 'expected the name of an image'],
  ])('asks nobody for %j', async (more, says) => {
    const { run, asked } = programs({});
    await expect(verified({ ...signed, clusters: [one.name], ...more }, clusters, run)).rejects.toThrow(says);
    expect(asked).toEqual([]);
  });

  it('is that of our own workflow on the branch that Argo CD reads', () => {
    const { repository } = loadFleet();
    expect(ownSigner(repository)).toBe(
      `${repository.url.replace(/\.git$/, '')}/.github/workflows/build-image.yaml@refs/heads/${repository.revision}`,
    );
  });
});

it('a scan is of an image, and of nothing that trivy takes for an option', () => {
  expect(scanOf(`registry.example/app@${DIGEST}`).at(-1)).toBe(`registry.example/app@${DIGEST}`);
  expect(scanOf('candidate:abc')).toEqual(expect.arrayContaining(['--exit-code', '1', '--ignore-unfixed']));
  for (const wrong of ['--exit-code=0', '', 'a b']) expect(() => scanOf(wrong)).toThrow('expected an image');
});
