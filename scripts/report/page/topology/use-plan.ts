import { useEffect, useState } from 'preact/hooks';
import { arranged, type Plan } from '../../data/topology/arrange.ts';
import type { Picture } from '../../data/topology/picture.ts';
import { engine } from './engine.ts';

export interface Arranged {
  readonly picture: Picture;
  readonly plan: Plan;
}

/** A picture with its places: those that came with the page for the first view, and else those that ELK finds meanwhile. */
export function usePlan(
  picture: Picture,
  first: Plan | undefined,
): { readonly shown: Arranged | undefined; readonly isBusy: boolean; readonly failure: string | undefined } {
  const [made, setMade] = useState<Arranged | undefined>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    if (first !== undefined) return;
    let wanted = true;
    engine()
      .then((layout) => arranged(picture, layout))
      .then(
        (plan) => wanted && setMade({ picture, plan }),
        (error: unknown) => wanted && setFailure(String(error)),
      );
    return () => {
      wanted = false;
    };
  }, [picture, first]);
  if (first !== undefined) return { shown: { picture, plan: first }, isBusy: false, failure: undefined };
  return { shown: made, isBusy: made?.picture !== picture && failure === undefined, failure };
}
