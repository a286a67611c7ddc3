import { type Heading, heading } from '../../model/evidence.ts';

/** A part of the page on what TripTrip is for. */
export function overview(title: string): Heading {
  return heading('docs/triptrip/overview.md', title);
}
