import { Mistake } from '../command-line/mistake.ts';

/**
 * What trivy is asked about an image: only what somebody can do something about stops a build.
 *
 * @throws Mistake for what is no reference, but an option of trivy
 */
export function scanOf(reference: string): readonly string[] {
  if (!/^[a-z0-9][\w.:/@-]*$/.test(reference)) {
    throw new Mistake(`Found ${JSON.stringify(reference)}, expected an image: REGISTRY/NAME@sha256:….`);
  }
  return [
    'image',
    '--exit-code',
    '1',
    '--severity',
    'HIGH,CRITICAL',
    '--ignore-unfixed',
    '--scanners',
    'vuln,secret',
    reference,
  ];
}
