/** Factors of the memory suffixes in bytes. */
const MEMORY: Readonly<Record<string, number>> = { Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3, Ti: 1024 ** 4 };

/**
 * CPU in millicores.
 *
 * @param text Kubernetes notation: cores (`2`, `0.5`) or millicores (`500m`)
 * @throws when it is neither
 */
export function millicores(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(m?)$/.exec(text);
  if (match === null)
    throw new Error(`${text} is not an amount of CPU. Write cores such as 2, or millicores such as 500m.`);
  return match[2] === 'm' ? Number(match[1]) : Number(match[1]) * 1000;
}

/**
 * Memory in bytes.
 *
 * @param text Kubernetes notation with a binary suffix: `512Mi`, `2Gi`
 * @throws when it is not
 */
export function bytes(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|Ti)$/.exec(text);
  const factor = MEMORY[match?.[2] ?? ''];
  if (match === null || factor === undefined) {
    throw new Error(
      `${text} is not an amount of memory. Write it with a binary suffix, such as 512Mi or 2Gi.`,
    );
  }
  return Number(match[1]) * factor;
}

/** Millicores in the shortest notation: `2` or `1250m`. */
export function formatCpu(amount: number): string {
  const whole = Math.ceil(amount);
  return whole % 1000 === 0 ? String(whole / 1000) : `${whole}m`;
}

/** Bytes as whole mebibytes, or gibibytes where that is exact. */
export function formatMemory(amount: number): string {
  const mebibytes = Math.ceil(amount / 1024 ** 2);
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}
