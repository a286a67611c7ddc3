import type { ComponentChildren } from 'preact';

export type Tone = 'good' | 'warning' | 'bad' | 'accent' | 'quiet';

export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

const SEVERITIES = { error: 'bad', warning: 'warning', info: 'accent' } as const;

export function Severity({ of }: { readonly of: keyof typeof SEVERITIES }) {
  return <Badge tone={SEVERITIES[of]}>{of}</Badge>;
}

const ENVIRONMENTS = { production: 'accent', staging: 'warning', development: 'quiet' } as const;

export function Environment({ of }: { readonly of: keyof typeof ENVIRONMENTS | undefined }) {
  return of === undefined ? null : <Badge tone={ENVIRONMENTS[of]}>{of}</Badge>;
}
