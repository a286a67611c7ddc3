import type { Project, SyncWindow } from './project.ts';
import { openAt } from './window-time.ts';

/** A window of a project, and how it stands at a time. */
export interface Standing {
  readonly window: SyncWindow;
  /** Undefined while it is closed. */
  readonly open: { readonly since: number; readonly until: number } | undefined;
  /** Whether `dist/` has it too. */
  readonly declared: boolean;
}

/** How the windows of each project stand, by its name. */
export type Windows = ReadonlyMap<string, readonly Standing[]>;

/** @param live what the hub has; undefined where it was not asked, and what is declared counts */
export function windowsAt(
  now: number,
  live: readonly Project[] | undefined,
  declared: ReadonlyMap<string, Project>,
): Windows {
  const projects = live ?? [...declared.values()];
  return new Map(
    projects.map(({ metadata: { name }, spec }) => {
      const known = new Set((declared.get(name)?.spec ?? []).map(identity));
      return [
        name,
        spec.map((window) => ({
          window,
          open: openAt(window, now),
          declared: known.has(identity(window)),
        })),
      ];
    }),
  );
}

function identity({
  kind,
  schedule,
  duration,
  timeZone,
  applications,
  namespaces,
  clusters,
  manualSync,
}: SyncWindow) {
  return JSON.stringify([kind, schedule, duration, timeZone, applications, namespaces, clusters, manualSync]);
}
