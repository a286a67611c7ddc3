import type { Application } from './application.ts';
import type { DeclaredApplication, DeclaredHub } from './declared.ts';
import type { Finding } from './finding.ts';
import type { History } from './history.ts';
import type { Windows } from './windows.ts';

/** Where Argo CD's view is held against what is committed. */
export interface Setting {
  readonly hub: DeclaredHub;
  readonly history: History;
  /** The repository, as Applications name it, and the branch that they follow. */
  readonly repository: { readonly url: string; readonly revision: string };
  /** What may hold Applications back. */
  readonly windows: Windows;
  /** When the view was taken. */
  readonly now: number;
}

/** An Application that is declared and there. */
export interface Pair extends Setting {
  readonly declared: DeclaredApplication;
  readonly live: Application;
}

/** Makes the findings of one Application. */
export function finder({ declared: { cluster, name } }: Pair) {
  return (finding: Omit<Finding, 'cluster' | 'applications'>): Finding => ({
    cluster,
    applications: [name],
    ...finding,
  });
}

/** A message of Argo CD, in lines of which none fills a screen by itself. */
export function messageLines(message: string, most = 6): readonly string[] {
  const lines = message.split('\n').map((line) => line.trim());
  const kept = lines.filter((line) => line !== '');
  const shown = kept.slice(0, most).map((line) => (line.length > 400 ? `${line.slice(0, 400)} …` : line));
  return kept.length > most ? [...shown, `… and ${kept.length - most} more lines`] : shown;
}

/** A list that a screen has room for. */
export function firstOf(lines: readonly string[], most = 8): readonly string[] {
  if (lines.length <= most + 1) return lines;
  return [...lines.slice(0, most), `… and ${lines.length - most} more`];
}
