import { nearestName } from './nearest-name.ts';

/** What is wrong with a time zone, as words after "expected"; undefined where it is right. */
export function timeZoneMistake(zone: string): string | undefined {
  const known = knownAs(zone);
  if (known === zone) return undefined;
  const nearest = known ?? nearestName(zone, Intl.supportedValuesOf('timeZone'));
  const meant = nearest === undefined ? '' : `. Is it ${nearest}?`;
  return `a time zone of the IANA list, such as Asia/Tokyo${meant}`;
}

/**
 * A zone as the list spells it. The runtime's list leaves out aliases such as Etc/UTC, which the runtime accepts; and it
 * accepts any case and offsets, which the clusters do not.
 */
function knownAs(zone: string): string | undefined {
  if (!/^[A-Za-z]/.test(zone)) return undefined;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
    return timeZone.toLowerCase() === zone.toLowerCase() ? timeZone : zone;
  } catch {
    return undefined;
  }
}
