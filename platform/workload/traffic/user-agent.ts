import type { UserAgent } from '../declaration/exposes.ts';

/**
 * What the header User-Agent of some browsers looks like, from its beginning to its end: Envoy compares the whole
 * value. Tablets get the site for large screens, so the word `Mobile` alone does not count: an iPad says it, and an
 * Android tablet leaves it out.
 */
export const userAgentPatterns: Readonly<Record<UserAgent, string>> = {
  smartphone: '.*(iPhone|iPod|Android.*Mobile|Windows Phone).*',
};
