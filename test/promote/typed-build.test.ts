import { describe, expect, it } from 'vitest';
import { typedMistake } from '../../scripts/promote/typed-build.ts';
import { frozenFleet } from '../fleet/frozen-fleet.ts';
import { digest } from './world.ts';

const cluster = frozenFleet.clusterOf('prod-eu');
const registry = cluster.terraform.ecrRegistry;
const list = `${registry}/chat-service:sha-4f2a91c\n${registry}/chat-service:main`;
const mistake = (version: string, typed: string) =>
  typedMistake('chat-service', { version, digest: typed }, cluster);

describe('a tag is no identity (X-88)', () => {
  it.each([
    ['1.5.0', '"1.5.0" is a tag'],
    ['latest', '"latest" is a tag'],
    ['chat-service:1.5.0', '"1.5.0" is a tag'],
    [`${registry}/chat-service:main`, '"main" is a tag'],
    [`${registry}/chat-service`, '"latest" is a tag'],
    [list, 'This is a list'],
    [`${digest('5')},${digest('6')}`, 'This is a list'],
    ['4f2a91c04f2a91c04f2a91c04f2a91c04f2a91c0', 'This looks like a commit'],
    ['5'.repeat(64), `Write ${digest('5')}.`],
    [digest('A'), `Write ${digest('a')}.`],
    [`SHA256:${'5'.repeat(64)}`, `Write ${digest('5')}.`],
    [`sha256-${'5'.repeat(64)}`, `Write ${digest('5')}.`],
    [`${registry}/chat-service@${digest('5')}`, `Write only what stands behind the @: ${digest('5')}.`],
    [`${registry}/chat-service:1.5.0@${digest('5')}`, `Write only what stands behind the @: ${digest('5')}.`],
    ['sha256:555555555555', 'Behind sha256: stand 12 characters: it is cut short'],
    [`${digest('5')}5`, 'Behind sha256: stand 65 characters'],
    ['sha256:…', 'What stands in the place of the digest is no digest.'],
    ['sha256:...', 'What stands in the place of the digest is no digest.'],
    ['<digest>', 'What stands in the place of the digest is no digest.'],
    [
      'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'the digest of no bytes at all',
    ],
    [`sha512:${'5'.repeat(128)}`, 'This is a digest of another kind.'],
  ])('%j is refused, with what to write', (typed, message) => {
    const found = mistake('2.0.0', typed);
    expect(found).toMatch(
      /^chat-service\.digest: found ".*", expected a digest: sha256: and 64 hexadecimal digits in lower case\. /,
    );
    expect(found).toContain(message);
  });

  it.each(['latest', 'Latest', 'main', 'develop', 'stable'])('the version %s names no build', (version) => {
    expect(mistake(version, digest('5'))).toContain(
      `chat-service.version: found "${version}", which means another build after every push`,
    );
  });

  it('a version that is a digest is in the wrong place', () => {
    expect(mistake(digest('5'), '1.5.0')).toContain('--build: found a digest, expected a version for people');
  });

  it.each(['1.5.0', 'v1.5.0', '1.5.0-rc.1', '1.5.0-4-g4f2a91c', '4f2a91c', 'main-4f2a91c', '2026-11-30'])(
    'the version %s of a digest is right',
    (version) => {
      expect(mistake(version, digest('5'))).toBeUndefined();
    },
  );
});
