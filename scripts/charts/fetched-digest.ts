import { Mistake } from '../command-line/mistake.ts';
import { digestOf, keepArchive } from './cache.ts';
import { fetchChart, type Published } from './fetch.ts';

/**
 * Downloads a version of a chart, and keeps it. @returns what its pin says
 *
 * @throws Mistake where it is not in reach, with the way without a network
 */
export async function fetchedDigest(chart: Published): Promise<string> {
  try {
    const fetched = await fetchChart(chart);
    keepArchive(fetched);
    return digestOf(fetched);
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    throw new Mistake(
      `${error.message}\nNothing is pinned. Where the network is not in reach, give the digest of the archive with --digest sha256:….`,
      { cause: error },
    );
  }
}
